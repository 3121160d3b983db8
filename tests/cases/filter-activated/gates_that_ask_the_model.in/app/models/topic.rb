class Topic < ApplicationRecord
  default_scope { where(deleted_at: nil) } if connection.column_exists?(table_name, :deleted_at)
end
