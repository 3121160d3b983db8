class User < ApplicationRecord
  extend Trash
  has_trash :deleted_at
end
