class Post < ApplicationRecord
  class << self
    def default_scope
      where(deleted_at: nil) if column_names.include?("deleted_at")
    end
  end
end
