class Datum < ApplicationRecord
end
