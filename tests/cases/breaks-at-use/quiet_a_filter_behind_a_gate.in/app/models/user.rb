class User < ApplicationRecord
  default_scope { where(status: "active") } if column_names.include?("status")
end
