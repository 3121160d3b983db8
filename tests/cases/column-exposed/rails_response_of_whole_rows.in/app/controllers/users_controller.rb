class UsersController < ApplicationController
  before_action :find_user, only: :show

  def index
    users = User.where(active: true).order(:name)
    render json: { users: users, total: users.count }
  end

  def show
    render json: @user
  end

  private

  def find_user
    @user = User.find(params[:id])
  end
end
