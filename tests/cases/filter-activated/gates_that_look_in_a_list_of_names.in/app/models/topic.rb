class Topic < ApplicationRecord
  default_scope { where(deleted_at: nil) } if column_names.map(&:to_sym).include?(:deleted_at)
end
