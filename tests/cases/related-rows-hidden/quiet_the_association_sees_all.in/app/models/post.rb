class Post < ApplicationRecord
  belongs_to :user, -> { unscope(where: :deleted_at) }
end
