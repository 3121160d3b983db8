class User < ApplicationRecord
  self.locking_column = :revision
end
