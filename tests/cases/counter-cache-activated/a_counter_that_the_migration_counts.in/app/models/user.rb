class User < ApplicationRecord
  has_many :posts
  has_many :notes, foreign_key: "author_id"
end
