class Post < ApplicationRecord
  default_scope { where(deleted_at: nil) } if connection.column_exists?(:accounts, :deleted_at)
end
