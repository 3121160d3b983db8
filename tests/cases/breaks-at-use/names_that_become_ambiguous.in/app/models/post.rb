class Post < ApplicationRecord
  belongs_to :user
  default_scope { order("status") }

  scope :live, -> { joins(:user).where("status = ?", "live") }
  scope :sorted, -> { joins(:user).order(Arel.sql("lower(status)")) }
  scope :loaded, -> { includes(:user).references(:user) }

  def self.stats
    left_joins(:user).group("lower(status)").count
  end
end
