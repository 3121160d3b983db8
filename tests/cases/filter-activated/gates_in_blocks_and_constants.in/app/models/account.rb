class Account < ApplicationRecord
  if table_exists? && column_names.include?("deleted_at")
    default_scope { where(deleted_at: nil) }
  end
end
