class Post < ApplicationRecord
  belongs_to :user

  scope :with_author, -> { joins(:user).select("users.*, posts.*") }
  scope :named, -> { joins(:user).select("posts.*, users.email") }
  scope :written, -> { where("EXISTS (SELECT 1 FROM users WHERE users.id = user_id AND posts.status = 'live')") }
end
