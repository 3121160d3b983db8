class User < ApplicationRecord
  default_scope { where(deleted_at: nil) } if column_names.include?("removed_at")
end
