class User < ApplicationRecord
  def self.register(email)
    create!(email: email)
  end

  def self.promote(email)
    create!(email: email, role: "admin")
  end
end
