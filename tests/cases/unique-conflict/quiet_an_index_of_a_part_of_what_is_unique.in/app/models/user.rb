class User < ApplicationRecord
  default_scope { where(deleted_at: nil) }

  def link(auth)
    update!(provider: auth.provider, uid: auth.uid)
  end
end
