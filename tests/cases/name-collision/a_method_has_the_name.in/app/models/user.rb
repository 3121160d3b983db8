class User < ApplicationRecord
  include Nameable

  def status
    "fine"
  end
end
