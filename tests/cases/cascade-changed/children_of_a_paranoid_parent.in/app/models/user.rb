class User < ApplicationRecord
  acts_as_paranoid
  has_many :posts, dependent: :destroy
  has_many :badges, dependent: :nullify
end
