class Comment < ApplicationRecord
  default_scope { where(deleted_at: nil) } if attribute_method?(:deleted_at)
end
