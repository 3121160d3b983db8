class Post < ApplicationRecord
  if (table_exists? rescue false) && columns_hash["deleted_at"]
    default_scope { where(deleted_at: nil) }
  end
end
