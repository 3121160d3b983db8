class User < ApplicationRecord
  default_scope { where("active = TRUE") }
end
