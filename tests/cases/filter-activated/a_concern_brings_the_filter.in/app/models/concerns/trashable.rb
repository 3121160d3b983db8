module Trashable
  def self.included(base)
    base.class_eval do
      default_scope { where(deleted_at: nil) } if columns.map(&:name).include?("deleted_at")
    end
  end
end
