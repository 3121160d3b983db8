class Seat < ApplicationRecord
  def self.book(show, place, guest)
    create!(show_id: show.id, place: place, guest: guest)
  end

  def rename(guest)
    update!(guest: guest)
  end
end
