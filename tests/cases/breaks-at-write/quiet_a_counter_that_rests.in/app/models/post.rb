class Post < ApplicationRecord
  belongs_to :user, counter_cache: { active: false }, touch: true
end
