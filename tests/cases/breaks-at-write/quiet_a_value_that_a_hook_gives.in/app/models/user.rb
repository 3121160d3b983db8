class User < ApplicationRecord
  before_create :set_token, unless: :guest?
  before_validation { self.country ||= "DE" }

  def self.invite(email)
    create!(email: email)
  end

  def set_token
    self.token = SecureRandom.hex
  end
end
