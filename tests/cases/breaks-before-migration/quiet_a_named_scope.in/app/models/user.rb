class User < ApplicationRecord
  scope :archived, -> { where.not(archived_at: nil) }
end
