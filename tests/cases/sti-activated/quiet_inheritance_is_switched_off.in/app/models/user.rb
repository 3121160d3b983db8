class User < ApplicationRecord
  self.inheritance_column = nil
end
