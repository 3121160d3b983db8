module Billing
  class Invoice < ApplicationRecord
  end
end
