class User < ApplicationRecord
  attr_accessor :nickname
  delegate :city, to: :address
  store_accessor :settings, :theme
end
