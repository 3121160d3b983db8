module Priced
  extend ActiveSupport::Concern

  included do
    before_validation :set_currency
  end

  def set_currency
    self.currency ||= "EUR"
  end
end
