class User < ApplicationRecord
  scope :kept, -> { where(deleted_at: nil) } if column_names.include?("deleted_at")
end
