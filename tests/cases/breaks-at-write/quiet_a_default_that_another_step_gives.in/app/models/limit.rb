class Limit < ApplicationRecord
  def self.open(name)
    find_or_create_by(name: name)
  end
end
