class Post < ApplicationRecord
  def self.authors
    User.joins(:posts).distinct.to_a
  end
end
