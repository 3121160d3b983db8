class User < ApplicationRecord
  include Audited
  acts_as_paranoid

  belongs_to :team, counter_cache: true
  has_many :posts, dependent: :destroy
  has_one :profile
  enum :role, { member: 0, admin: 1 }

  validates :email, presence: true
  before_save :normalize_email
  before_destroy { throw :abort if admin? }

  def normalize_email
    self.email = email.downcase
  end
end
