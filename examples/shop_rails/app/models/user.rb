class User < ApplicationRecord
  include Trashable

  has_secure_password

  has_many :orders
  has_many :reviews

  normalizes :email, with: ->(email) { email.strip.downcase }
  validates :email, presence: true
end
