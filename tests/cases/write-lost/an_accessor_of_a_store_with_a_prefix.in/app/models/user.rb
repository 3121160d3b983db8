class User < ApplicationRecord
  store_accessor :prefs, :theme, prefix: :ui
end
