class Visit < ApplicationRecord
  attribute :source, :string, default: "web"
  attribute :seen_at, :datetime, default: -> { Time.current }
  attribute :page, :integer, default: nil
  enum :state, { open: 0, shut: 1 }, default: :open
end
