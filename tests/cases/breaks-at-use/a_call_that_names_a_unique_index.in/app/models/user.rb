class User < ApplicationRecord
  def self.sync(rows)
    upsert_all(rows, unique_by: :email)
  end
end
