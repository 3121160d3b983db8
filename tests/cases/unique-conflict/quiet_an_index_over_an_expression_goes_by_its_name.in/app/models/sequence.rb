class Sequence < ApplicationRecord
  acts_as_paranoid
end
