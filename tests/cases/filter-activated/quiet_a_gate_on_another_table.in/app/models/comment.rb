class Comment < ApplicationRecord
  default_scope { where(deleted_at: nil) } if Account.column_names.include?("deleted_at")
end
