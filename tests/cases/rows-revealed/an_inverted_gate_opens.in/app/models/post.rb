class Post < ApplicationRecord
  default_scope { where(published: true) } unless column_names.include?("state")
end
