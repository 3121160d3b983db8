class Post < ApplicationRecord
  belongs_to :user
  belongs_to :editor, class_name: "User", optional: true
end
