module Admin
  class UsersController < ApplicationController
    def update
      ::User.find(params[:id]).update(params.require(:user).permit(*::User.column_names))
    end
  end
end
