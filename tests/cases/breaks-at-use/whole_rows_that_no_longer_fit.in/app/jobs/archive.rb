class Archive
  def call
    User.connection.execute("INSERT INTO old_users SELECT * FROM users")
    User.find_by_sql("SELECT * FROM users UNION SELECT * FROM old_users")
  end
end
