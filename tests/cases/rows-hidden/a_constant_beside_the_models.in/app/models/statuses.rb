module Statuses
  OPEN   = "open"
  CLOSED = "closed"
end
