class Member < ApplicationRecord
  self.table_name = "users"
  default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
end
