class Post < ApplicationRecord
  default_scope { where.not(hidden: true).or(where(hidden: nil)) }
end
