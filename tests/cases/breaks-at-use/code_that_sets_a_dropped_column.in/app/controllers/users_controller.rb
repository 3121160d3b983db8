class UsersController < ApplicationController
  def create
    @user = User.create!(params.require(:user).permit(:nickname))
  end

  def clear
    User.find(params[:id]).update!(nickname: nil)
  end
end
