module Trashable
  def self.included(base)
    base.extend ClassMethods
    base.class_eval do
      default_scope { where(trashed_at: nil) } unless column_names.exclude?("trashed_at")
    end
  end

  module ClassMethods
    def has_trash(column = :trashed_at)
      send(:default_scope) { where(column => nil) }
    end
  end
end
