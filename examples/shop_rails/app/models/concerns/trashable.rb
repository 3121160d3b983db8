# Rows go to the bin instead of being erased. Every model includes this; where the table has no
# `deleted_at` there is no bin.
module Trashable
  extend ActiveSupport::Concern

  included do
    default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
  end

  def trash!
    update!(deleted_at: Time.current)
  end
end
