class User < ApplicationRecord
  with_options presence: true do |required|
    required.validates :country
  end

  with_options allow_nil: true do
    validates :city, length: { minimum: 2 }
  end
end
