class Import < ApplicationRecord
  enum :status, { pending: "pending", complete: "complete" }

  scope :waiting, -> { where(status: "pending") }
  scope :sorted, -> { order(:status) }
end
