class Valuation < ApplicationRecord
end
