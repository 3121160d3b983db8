class PurgeJob < ApplicationJob
  def perform(options)
    options.delete(:user)
    User.where(spam: true).delete_all
    User.find_by_sql("SELECT * FROM users WHERE deleted_at IS NULL")
    Post.where(user: nil).delete_all
  end
end
