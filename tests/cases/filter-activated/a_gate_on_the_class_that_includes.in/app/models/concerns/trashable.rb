module Trashable
  def self.included(base)
    return unless base.columns.map(&:name).include?("deleted_at")

    base.class_eval do
      default_scope { where(deleted_at: nil) }
    end
  end
end
