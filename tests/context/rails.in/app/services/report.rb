class Report
  def rows
    ActiveRecord::Base.connection.select_all("SELECT email FROM users WHERE role = 1")
  end

  # tells users of an update from users
  def note = "update users about news"
end
