class User < ApplicationRecord
  acts_as_paranoid column: "is_deleted", column_type: "boolean"
end
