class Post < ApplicationRecord
  default_scope { where(deleted_at: nil) } if (column_names & %w[deleted_at]).any?
end
