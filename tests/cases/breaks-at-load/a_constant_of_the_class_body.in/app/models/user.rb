class User < ApplicationRecord
  MAX_LENGTH = columns_hash["status"].limit
end
