class User < ApplicationRecord
  default_scope { where(archived_at: nil) } if column_names.include?("archived_at")
end
