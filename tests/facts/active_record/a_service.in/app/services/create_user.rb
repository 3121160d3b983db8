class CreateUser
  def self.call(user)
    user.tenant_id = 7 if User.column_names.include?("tenant_id")
    user.locale = "en" if user.respond_to?(:locale)
  end
end
