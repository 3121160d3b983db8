class User < ApplicationRecord
  store_accessor :prefs, :theme, suffix: true
end
