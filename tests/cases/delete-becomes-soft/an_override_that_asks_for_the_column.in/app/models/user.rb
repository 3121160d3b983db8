class User < ApplicationRecord
  def destroy
    has_attribute?(:deleted_at) ? update(deleted_at: Time.current) : super
  end
end
