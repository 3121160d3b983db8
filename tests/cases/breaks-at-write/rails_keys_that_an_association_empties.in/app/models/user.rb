class User < ApplicationRecord
  has_many :posts, dependent: :nullify
  has_many :notes, dependent: :nullify
end
