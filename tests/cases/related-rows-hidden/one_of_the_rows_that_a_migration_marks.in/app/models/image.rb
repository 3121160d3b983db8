class Image < ApplicationRecord
  acts_as_paranoid
end
