class Post < ApplicationRecord
  belongs_to :user
  default_scope { joins(:user).merge(User.active) }
end
