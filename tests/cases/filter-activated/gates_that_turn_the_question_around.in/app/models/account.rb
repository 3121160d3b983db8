class Account < ApplicationRecord
  default_scope { where(deleted_at: nil) } if "deleted_at".in?(column_names)
end
