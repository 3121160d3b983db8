class User < ApplicationRecord
  extend FriendlyId
  belongs_to :team
  validates :country, presence: true
  validates :age, numericality: true, if: :adult?
  validates_length_of :bio, minimum: 2
  has_secure_password :recovery
  has_secure_token :api_token
  friendly_id :name, use: %i[slugged finders]
  acts_as_list column: "rank"
  state_machine :status, initial: :new
end
