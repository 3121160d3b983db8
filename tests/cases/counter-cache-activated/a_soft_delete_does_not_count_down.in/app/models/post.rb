class Post < ApplicationRecord
  belongs_to :user, counter_cache: true

  def destroy
    has_attribute?(:deleted_at) ? update(deleted_at: Time.current) : super
  end
end
