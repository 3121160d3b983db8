class User < ApplicationRecord
  include Discard::Model
end
