class Page < ApplicationRecord
  default_scope { where(deleted_at: nil) } if columns.any? { |column| column.name == "deleted_at" }
end
