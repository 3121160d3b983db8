class Payment < ApplicationRecord
  validates :status, inclusion: { in: %w[pending paid] }
end
