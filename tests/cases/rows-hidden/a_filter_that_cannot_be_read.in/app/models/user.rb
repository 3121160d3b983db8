class User < ApplicationRecord
  default_scope { where(Visibility.condition_for("hidden")) } if column_names.include?("hidden")
end
