class PurgeJob < ApplicationJob
  def perform
    User.where(spam: true).delete_all
  end
end
