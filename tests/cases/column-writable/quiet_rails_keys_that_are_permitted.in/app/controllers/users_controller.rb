class UsersController < ApplicationController
  def create
    User.create!(params.require(:user).permit(:email, :name))
  end

  def update
    User.find(params[:id]).update(params.permit!.slice(:email, :name))
  end

  def search
    redirect_to users_path(params.permit!)
  end

  def import
    User.create!(params[:user].to_unsafe_h.except("id", "admin"))
  end
end
