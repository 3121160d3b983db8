class Member < ApplicationRecord
  self.table_name = "users"
  default_scope { where(deleted_at: nil) }
end
