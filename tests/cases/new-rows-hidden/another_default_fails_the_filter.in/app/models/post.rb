class Post < ApplicationRecord
  default_scope { where.not(status: "draft") }
end
