class User < ApplicationRecord
  def self.find(*ids)
    column_names.include?("deleted_at") ? where(deleted_at: nil).find(*ids) : super
  end
end
