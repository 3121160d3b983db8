module Nameable
  def nickname
    "nobody"
  end
end
