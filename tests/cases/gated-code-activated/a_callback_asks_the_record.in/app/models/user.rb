class User < ApplicationRecord
  before_save :assign_tenant

  def assign_tenant
    self.tenant_id = Current.tenant_id if respond_to?(:tenant_id=)
  end
end
