class Import < ApplicationRecord
  def self.begin(name)
    create!(name: name)
  end
end
