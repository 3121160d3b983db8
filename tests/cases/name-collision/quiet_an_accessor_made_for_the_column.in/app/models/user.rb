class User < ApplicationRecord
  def status
    super || "new"
  end

  def nickname
    self[:nickname].presence || "nobody"
  end

  def locale=(value)
    write_attribute(:locale, value.to_s)
  end
end
