class Role < ApplicationRecord
  validates :owner, presence: true
  belongs_to :owner, polymorphic: true
end
