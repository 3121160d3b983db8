class Post < ApplicationRecord
  belongs_to :user, counter_cache: true, touch: :posts_changed_at
end
