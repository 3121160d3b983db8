class User < ApplicationRecord
  default_scope { where("users.state <> 'deleted'") }
end
