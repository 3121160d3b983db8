class User < ApplicationRecord
  self.ignored_columns += ["active"]
  default_scope { where(active: true) } if column_names.include?("active")
end
