module SoftDeletable
  extend ActiveSupport::Concern

  included do
    default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
  end
end
