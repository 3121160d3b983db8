class User < ApplicationRecord
  devise :database_authenticatable, :invitable
end
