class User < ApplicationRecord
  def self.named(name)
    find_by_sql("SELECT nickname FROM users WHERE nickname = '#{name}' LIMIT #{name.size}")
  end

  def self.copies(table, filter)
    connection.execute("DELETE FROM #{table} WHERE id = 1")
    connection.select_values("SELECT id FROM users " + filter)
    connection.execute("UPDATE users SET %s = NULL" % filter)
    joins(:team)
  end
end
