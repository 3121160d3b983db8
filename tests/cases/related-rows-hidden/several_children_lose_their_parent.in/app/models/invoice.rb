class Invoice < ApplicationRecord
  belongs_to :user
end
