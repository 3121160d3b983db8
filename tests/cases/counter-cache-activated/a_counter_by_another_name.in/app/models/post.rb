class Post < ApplicationRecord
  belongs_to :user, counter_cache: :articles_total
end
