class Blog < ApplicationRecord
  has_many :posts
end
