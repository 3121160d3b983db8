class Comment < ApplicationRecord
  default_scope { where(hidden: [nil, false]) }
end
