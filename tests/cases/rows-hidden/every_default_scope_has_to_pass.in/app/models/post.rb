class Post < ApplicationRecord
  default_scope { where(deleted_at: nil) }
  default_scope { where(published: true) }
end
