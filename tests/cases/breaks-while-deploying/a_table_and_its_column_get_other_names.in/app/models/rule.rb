class Rule < ApplicationRecord
end
