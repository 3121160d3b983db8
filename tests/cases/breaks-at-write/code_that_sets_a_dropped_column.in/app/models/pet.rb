class Pet < ApplicationRecord
  def call
    nickname
  end
end
