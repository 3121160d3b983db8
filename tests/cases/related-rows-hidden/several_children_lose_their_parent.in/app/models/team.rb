class Team < ApplicationRecord
  has_one :owner, class_name: "User"
end
