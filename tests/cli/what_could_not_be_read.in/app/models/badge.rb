class X < ApplicationRecord
  NAME = "ÿ"
end
