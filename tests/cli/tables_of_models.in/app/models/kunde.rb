class Kunde < ApplicationRecord
end
