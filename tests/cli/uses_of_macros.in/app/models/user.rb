class User < ApplicationRecord
  has_secure_password
  has_attached_file :avatar

  def portrait
    avatar_file_name.presence
  end
end
