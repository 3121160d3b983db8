class User < ApplicationRecord
  default_scope { where(arel_table[:active].eq(true)) }
end
