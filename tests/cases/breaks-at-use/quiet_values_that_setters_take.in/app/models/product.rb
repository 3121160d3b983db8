class Product < ApplicationRecord
  attr_accessor :supplier_id, :unit
end
