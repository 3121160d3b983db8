class Page < ApplicationRecord
  default_scope { where(deleted_at: nil) } if new.respond_to?(:deleted_at)
end
