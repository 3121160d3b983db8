class User < ApplicationRecord
  def self.import(rows)
    insert_all(rows)
  end
end
