class User < ApplicationRecord
  belongs_to :team, optional: true
  belongs_to :lead, class_name: "User", required: false
  validates :country, presence: true, on: :create
  validates :age, numericality: { allow_nil: true }
  validates :bio, length: { maximum: 200 }
  validates :plan, inclusion: { in: [nil, "free"] }
  validates :locale, presence: true
  friendly_id :name, use: :finders
  has_ancestry
end
