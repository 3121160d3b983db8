module SoftDeletable
  extend ActiveSupport::Concern

  included do
    scope :kept, -> { where(deleted_at: nil) }
    default_scope { kept }
  end

  class_methods do
    def trashed
      unscoped.where.not(deleted_at: nil)
    end
  end

  def destroy
    update(deleted_at: Time.current)
  end
end
