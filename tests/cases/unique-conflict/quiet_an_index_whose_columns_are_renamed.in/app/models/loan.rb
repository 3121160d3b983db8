class Loan < ApplicationRecord
  belongs_to :reader, polymorphic: true

  def self.import(rows)
    insert_all(rows)
  end
end
