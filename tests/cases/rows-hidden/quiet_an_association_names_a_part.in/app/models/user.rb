class User < ApplicationRecord
  has_many :posts
  has_many :rejected_posts, -> { where(rejected: true) }, class_name: "Post"
end
