class User < ApplicationRecord
  belongs_to :status
end
