class Post < ActiveRecord::Base
  default_scope -> { column_names.include?("deleted_at") ? where(deleted_at: nil) : all }
end
