class Setting < ApplicationRecord
  self.primary_key = "name"
end
