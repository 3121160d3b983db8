class SyncJob < ApplicationJob
  def perform(user)
    Rails.logger.info("syncing #{user.inspect}")
  end
end
