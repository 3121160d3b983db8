class User < ApplicationRecord
  def admin?
    email.end_with?("@example.org")
  end
end
