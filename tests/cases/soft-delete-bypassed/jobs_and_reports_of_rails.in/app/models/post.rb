class Post < ApplicationRecord
  belongs_to :user
  scope :by_name, -> { joins("INNER JOIN users ON users.id = posts.user_id").order("users.name") }
end
