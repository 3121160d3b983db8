class LineItem < ApplicationRecord
end
