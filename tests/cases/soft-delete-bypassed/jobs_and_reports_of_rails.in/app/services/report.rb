class Report
  def total
    User.connection.select_value(<<~SQL)
      SELECT count(*) FROM users
    SQL
  end

  def names
    User.unscoped.pluck(:name)
  end
end
