class Payment < ApplicationRecord
  def state
    warn "Payment#state is deprecated, use #status"
    status
  end

  def state=(value)
    warn "Payment#state= is deprecated, use #status= instead"
    self.status = value
  end
end
