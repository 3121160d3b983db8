module Moderated
  extend ActiveSupport::Concern

  included do
    scope :approved, -> { where(approved: true) }
    scope :visible, -> { approved.order(:id) }
    default_scope { visible }
  end
end
