class User < ApplicationRecord
  def self.default_scope
    return all unless column_names.include?("deleted_at")

    where(deleted_at: nil)
  end
end
