class Post < ApplicationRecord
  belongs_to :author, class_name: "User", foreign_key: :user_id

  def byline
    "by #{author.nickname}"
  end
end
