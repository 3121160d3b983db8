class User < ApplicationRecord
  self.inheritance_column = "kind"
end
