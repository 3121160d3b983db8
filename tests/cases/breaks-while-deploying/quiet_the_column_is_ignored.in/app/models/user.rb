class User < ApplicationRecord
  self.ignored_columns += ["status"]
end
