class Page < ApplicationRecord
  self.ignored_columns = ["deleted_at"]
  default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
end
