class Report
  def call
    Post.find_by_sql("SELECT posts.id FROM posts JOIN users u ON u.id = user_id WHERE status = 'live'")
  end
end
