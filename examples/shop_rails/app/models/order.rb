class Order < ApplicationRecord
  include Trashable

  belongs_to :user
  has_many :line_items

  enum :status, { cart: 0, placed: 1, shipped: 2 }

  scope :recent, -> { where(created_at: 30.days.ago..) }

  def total_cents
    line_items.sum("quantity * unit_price_cents")
  end
end
