class Post < ApplicationRecord
  acts_as_paranoid
end
