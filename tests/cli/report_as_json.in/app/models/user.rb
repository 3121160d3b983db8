class User < ApplicationRecord
  default_scope { where(deleted_at: nil) } if column_names.include?('deleted_at')
end
