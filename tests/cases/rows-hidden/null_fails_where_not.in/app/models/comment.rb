class Comment < ApplicationRecord
  default_scope { where.not(status: %w[spam trash]) }
end
