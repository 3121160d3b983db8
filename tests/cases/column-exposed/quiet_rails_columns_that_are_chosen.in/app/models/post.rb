class Post < ApplicationRecord
  belongs_to :user

  delegate :as_json, to: :payload

  def payload
    { title: title, user: user.slice(:id, :name), name: user.attributes["name"] }
  end
end
