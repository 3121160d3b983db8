class Listing < ApplicationRecord
end
