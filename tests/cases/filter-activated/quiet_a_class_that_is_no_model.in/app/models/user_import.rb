class UserImport
  include ActiveModel::Model
  default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
end
