class User < ApplicationRecord
  attribute :status, :integer
  enum :status, { active: 0, archived: 1 }
end
