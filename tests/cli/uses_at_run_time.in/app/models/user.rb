class User < ApplicationRecord
  FIELDS = %w[nickname email].freeze

  def blanks
    FIELDS.select { |field| public_send(field).blank? }
  end

  def row(key)
    user = User.find(1)
    user[key] || user.public_send(:nickname)
  end
end
