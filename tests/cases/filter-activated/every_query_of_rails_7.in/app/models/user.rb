class User < ApplicationRecord
  default_scope -> { where(deleted_at: nil) }, all_queries: true if column_names.include?("deleted_at")
end
