class Post < ApplicationRecord
  belongs_to :author, class_name: "User"

  def payload
    as_json(only: %i[id title], include: { author: { except: :email } })
  end
end
