class User < ApplicationRecord
  belongs_to :team
end
