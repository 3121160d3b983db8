class User < ApplicationRecord
  def self.from(auth)
    create_or_find_by!(provider: auth.provider, uid: auth.uid)
  end
end
