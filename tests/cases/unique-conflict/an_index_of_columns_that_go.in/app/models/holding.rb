class Holding < ApplicationRecord
end
