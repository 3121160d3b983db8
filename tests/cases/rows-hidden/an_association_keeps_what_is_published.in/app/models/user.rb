class User < ApplicationRecord
  has_many :posts, -> { where(published: true) }
end
