class Merchant < ApplicationRecord
end
