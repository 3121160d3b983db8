class Comment < ApplicationRecord
  default_scope { where(deleted_at: nil) } unless column_names.exclude?("deleted_at")
end
