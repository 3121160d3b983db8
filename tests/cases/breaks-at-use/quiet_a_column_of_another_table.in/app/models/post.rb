class Post < ApplicationRecord
  default_scope { where(status: "active") }
end
