class Note < ApplicationRecord
  def self.upsert(bike:, body:)
    find_or_initialize_by(bike_id: bike.id).update!(body:)
  end
end
