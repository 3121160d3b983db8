class Comment < ApplicationRecord
  default_scope { where(deleted_at: nil) } if false && column_names.include?("deleted_at")
end
