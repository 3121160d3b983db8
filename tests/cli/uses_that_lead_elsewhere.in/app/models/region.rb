class Region < ActiveRecord::Base
  has_many :shops, foreign_key: :region_id
  has_many :open, -> { where("shops.hidden" => false) }, class_name: "Shop"

  def visits
    shops.to_a.sum(&:visits)
  end
end
