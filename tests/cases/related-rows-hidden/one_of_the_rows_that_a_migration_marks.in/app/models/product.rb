class Product < ApplicationRecord
  has_one :image, dependent: :destroy
end
