class User < ApplicationRecord
  has_many :posts
  validates :nickname, presence: true
  scope :named, ->(name) { where(nickname: name) }

  def label
    nickname.presence || email
  end
end
