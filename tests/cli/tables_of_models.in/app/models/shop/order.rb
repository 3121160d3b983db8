class Shop::Order < ApplicationRecord
end
