class Archive
  def call
    User.connection.execute("INSERT INTO old_users SELECT * FROM users")
    User.connection.execute("INSERT INTO old_users (email) SELECT email FROM users")
    User.distinct.pluck(:email)
    User.distinct.to_a
  end
end
