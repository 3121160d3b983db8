class User < ApplicationRecord
  acts_as_paranoid
  validates :email, uniqueness: { conditions: -> { where(deleted_at: nil) } }
end
