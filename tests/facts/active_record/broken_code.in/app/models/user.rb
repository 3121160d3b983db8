class User < ApplicationRecord
  default_scope { where(deleted_at: nil) }

  def name(
    first +
  end

  belongs_to :team
end
