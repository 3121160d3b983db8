class Post < ApplicationRecord
  default_scope { where(active: true) }
end
