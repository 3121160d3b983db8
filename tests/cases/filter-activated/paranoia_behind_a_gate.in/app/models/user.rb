class User < ApplicationRecord
  acts_as_paranoid column: :archived_at if column_names.include?("archived_at")
end
