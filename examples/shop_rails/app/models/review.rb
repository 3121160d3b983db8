class Review < ApplicationRecord
  include Trashable

  belongs_to :product, counter_cache: true
  belongs_to :author, class_name: "User", foreign_key: :user_id

  validates :stars, inclusion: 1..5
end
