class Page < ApplicationRecord
  default_scope { where("COALESCE(hidden, FALSE) = FALSE") }
end
