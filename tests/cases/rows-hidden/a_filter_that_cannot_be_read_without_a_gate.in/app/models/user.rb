class User < ApplicationRecord
  default_scope { where(Visibility.condition_for("hidden")) }
end
