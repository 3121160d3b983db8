class Account < ApplicationRecord
  default_scope { where(deleted_at: nil) } if self.column_names.include? 'deleted_at'
end
