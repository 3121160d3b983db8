class User < ApplicationRecord
  has_many :posts

  def summary
    as_json(only: %i[id name])
  end
end
