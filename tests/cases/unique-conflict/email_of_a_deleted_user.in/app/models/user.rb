class User < ApplicationRecord
  acts_as_paranoid
  validates :email, uniqueness: true

  def self.join(email)
    find_or_create_by(email: email)
  end
end
