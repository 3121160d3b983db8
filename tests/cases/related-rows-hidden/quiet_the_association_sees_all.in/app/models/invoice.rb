class Invoice < ApplicationRecord
  belongs_to :user, -> { unscoped }
end
