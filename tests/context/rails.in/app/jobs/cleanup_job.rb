class CleanupJob < ApplicationJob
  def perform
    User.where("last_seen_at < ?", 1.year.ago).find_each(&:destroy)
  end
end
