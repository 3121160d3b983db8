module Audited
  extend ActiveSupport::Concern

  included do
    has_paper_trail
    after_commit :publish, on: :update
  end
end
