class Post < ApplicationRecord
  self.table_name = "articles"
  belongs_to :user
  default_scope { where(published: true) } if column_names.include?("published")
end
