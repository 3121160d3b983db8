class Product < ApplicationRecord
  include Trashable

  has_many :reviews
  has_many :line_items
end
