class User < ApplicationRecord
  scope :active, -> { where(active: true) }

  def greet
    active ? "hello" : "who are you?"
  end
end
