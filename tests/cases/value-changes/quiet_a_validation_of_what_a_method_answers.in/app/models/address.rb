class Address < ApplicationRecord
  validates :city, :name, presence: true

  def name
    [first_name, last_name].join(" ")
  end
end
