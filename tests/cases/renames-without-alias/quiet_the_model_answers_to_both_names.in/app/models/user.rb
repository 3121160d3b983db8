class User < ApplicationRecord
  alias_attribute :name, :handle
end
