class UsersController < ApplicationController
  def create
    render json: { id: User.create!(user_params).id }
  end

  def update
    @user = User.find(params[:id])
    @user.attributes = params[:user].to_unsafe_h.except("id")
    @user.save
  end

  private

  def user_params
    params.require(:user).permit!
  end
end
