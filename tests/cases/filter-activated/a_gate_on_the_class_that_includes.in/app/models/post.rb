class Post < ApplicationRecord
  include Trashable
end
