class Tagging < ApplicationRecord
  def self.mark(name)
    create!(name: name)
  end
end
