class User < ApplicationRecord
  default_scope { where("score >= ?", 10) }
end
