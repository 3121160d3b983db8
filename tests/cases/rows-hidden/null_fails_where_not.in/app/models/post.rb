class Post < ApplicationRecord
  default_scope { where.not(status: "archived") }
end
