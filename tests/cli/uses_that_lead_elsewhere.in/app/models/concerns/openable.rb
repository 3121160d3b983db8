module Openable
  def open_hours?
    visits.positive?
  end
end
