class ApplicationRecord < ActiveRecord::Base
  self.abstract_class = true

  def self.inherited(subclass)
    super
    subclass.class_eval do
      default_scope { has_attribute?(:deleted_at) ? where(deleted_at: nil) : all }
    end
  end
end
