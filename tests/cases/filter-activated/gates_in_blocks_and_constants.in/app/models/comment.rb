class Comment < ApplicationRecord
  MARK = "deleted_at"
  default_scope { where(deleted_at: nil) } if column_names.include?(MARK)
end
