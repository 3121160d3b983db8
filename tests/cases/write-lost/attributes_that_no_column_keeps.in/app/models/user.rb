class User < ApplicationRecord
  attribute :status, :integer, default: 0
  enum :status, { active: 0, banned: 1 }
  serialize :prefs, coder: JSON
  normalizes :phone, with: ->(phone) { phone.strip }
end
