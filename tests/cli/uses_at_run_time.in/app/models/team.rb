class Team < ApplicationRecord
  NAMES = %w[nickname].freeze

  def names
    team = Team.first
    NAMES.map { |name| team.public_send(name) }
  end
end
