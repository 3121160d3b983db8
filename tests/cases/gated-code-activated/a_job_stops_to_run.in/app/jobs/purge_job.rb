class PurgeJob < ApplicationJob
  def perform
    return unless User.column_names.include?("deleted_at")

    User.where("deleted_at < ?", 30.days.ago).delete_all
  end
end
