class Account < ApplicationRecord
  def link(auth)
    update!(provider: auth.provider, uid: auth.uid)
  end
end
