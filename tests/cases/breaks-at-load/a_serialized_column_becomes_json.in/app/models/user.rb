class User < ApplicationRecord
  serialize :prefs, coder: JSON
  serialize :tags, type: Array
end
