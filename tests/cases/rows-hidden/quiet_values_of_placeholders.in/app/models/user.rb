class User < ApplicationRecord
  default_scope { where("score >= ?", 0) }
end
