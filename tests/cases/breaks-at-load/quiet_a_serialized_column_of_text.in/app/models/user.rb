class User < ApplicationRecord
  serialize :prefs, coder: JSON
  serialize :tags, coder: YAML
end
