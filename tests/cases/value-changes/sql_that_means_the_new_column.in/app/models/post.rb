class Post < ApplicationRecord
  belongs_to :user

  scope :with_author, -> { joins(:user).select("posts.*, users.*") }
  scope :written, -> { where("EXISTS (SELECT 1 FROM users WHERE users.id = user_id AND status = 'live')") }
  scope :natural, -> { joins("NATURAL JOIN users") }
end
