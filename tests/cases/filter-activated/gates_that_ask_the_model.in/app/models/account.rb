class Account < ApplicationRecord
  default_scope { where(deleted_at: nil) } if columns_hash.key?("deleted_at")
end
