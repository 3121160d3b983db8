class Post < ApplicationRecord
  default_scope { where(deleted_at: nil) } if attribute_names.include?("deleted_at")
end
