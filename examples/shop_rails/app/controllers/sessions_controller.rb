class SessionsController < ApplicationController
  def create
    user = User.find_by(email: params[:email])

    if user&.authenticate(params[:password])
      session[:user_id] = user.id
      redirect_to orders_path
    else
      redirect_to new_session_path, alert: "Unknown address or wrong password"
    end
  end
end
