class Balance < ApplicationRecord
end
