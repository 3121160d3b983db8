class Comment < ApplicationRecord
  default_scope { where(deleted_at: nil) } if columns.map(&:name).include?("deleted_at")
end
