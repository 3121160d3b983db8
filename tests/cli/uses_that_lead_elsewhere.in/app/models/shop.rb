class Shop < ActiveRecord::Base
  self.ignored_columns += %w[hidden]

  translates :title
  attr_accessor :unit
  belongs_to :contact, class_name: "User", foreign_key: :contact_id
  belongs_to :region, counter_cache: :shops_count
  validates :title, :unit, presence: true

  scope :plain, -> { where("visits > 0 AND unit IS NULL") }

  def visits
    3
  end

  def label
    "#{title} (#{unit}) by #{contact.email}: #{visits}"
  end

  include Openable
end
