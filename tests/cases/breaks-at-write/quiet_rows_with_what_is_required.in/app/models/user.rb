class User < ApplicationRecord
  def self.invite(email)
    create!(email: email, country: "de", plan: nil)
  end
end
