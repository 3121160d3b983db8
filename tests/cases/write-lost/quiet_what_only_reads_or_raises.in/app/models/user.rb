class User < ApplicationRecord
  attr_reader :nickname
  attribute :terms, :boolean

  def self.import(rows)
    insert_all!(rows)
  end
end
