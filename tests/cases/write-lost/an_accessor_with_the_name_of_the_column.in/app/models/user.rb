class User < ApplicationRecord
  attr_accessor :nickname
  store_accessor :settings, :color, :size
end
