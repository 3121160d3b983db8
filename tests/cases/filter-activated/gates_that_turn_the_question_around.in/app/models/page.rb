class Page < ApplicationRecord
  column_names.include?("deleted_at") and default_scope { where(deleted_at: nil) }
end
