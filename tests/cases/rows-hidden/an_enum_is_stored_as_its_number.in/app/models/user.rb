class User < ApplicationRecord
  enum :status, { active: 0, archived: 1 }
  default_scope { where(status: "active") }
end
