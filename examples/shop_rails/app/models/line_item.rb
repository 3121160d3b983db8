class LineItem < ApplicationRecord
  include Trashable

  belongs_to :order
  belongs_to :product
end
