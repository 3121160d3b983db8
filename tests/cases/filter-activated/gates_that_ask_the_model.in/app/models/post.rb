class Post < ApplicationRecord
  default_scope { where(deleted_at: nil) } if has_attribute?(:deleted_at)
end
