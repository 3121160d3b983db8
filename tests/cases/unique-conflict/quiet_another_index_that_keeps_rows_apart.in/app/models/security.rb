class Security < ApplicationRecord
  def self.known(ticker, venue)
    find_or_create_by!(ticker: ticker, venue: venue)
  end
end
