class Post < ApplicationRecord
  default_scope { where(archived_at: nil) }
end
