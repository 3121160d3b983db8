module OpenOnly
  def self.included(base)
    base.default_scope { where(status: Statuses::OPEN) }
  end
end
