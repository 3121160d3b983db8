class CloseAccount
  def initialize(user)
    @user = user
  end

  def call
    return @user.trash! if User.column_names.include?("deleted_at")

    @user.destroy!
  end
end
