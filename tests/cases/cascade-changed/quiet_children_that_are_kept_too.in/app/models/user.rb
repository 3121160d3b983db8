class User < ApplicationRecord
  acts_as_paranoid
  has_many :posts, dependent: :destroy
  has_many :invoices, dependent: :restrict_with_error
end
