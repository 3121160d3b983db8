class Account < ApplicationRecord
  default_scope { where(hidden: nil) }
end
