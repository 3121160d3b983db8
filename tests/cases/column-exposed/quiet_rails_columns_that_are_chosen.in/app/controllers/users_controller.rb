class UsersController < ApplicationController
  def index
    render json: User.select(:id, :name)
  end

  def show
    render json: @user, only: [:id, :name]
  end

  def posts
    render json: Post.where(user_id: params[:id])
  end

  def settings
    render json: current_user.as_json(except: [:api_token, :password_digest])
  end
end
