class Post < ApplicationRecord
  belongs_to :user

  scope :live, -> { joins(:user).where(status: "live").order(:status) }
  scope :sorted, -> { joins(:user).order("status DESC") }
  scope :grouped, -> { joins(:user).group("status") }
  scope :named, -> { joins(:user).where("posts.status = 'status'") }
  scope :alone, -> { where("status = ?", "live") }
  scope :aliased, -> { joins(:user).select("users.email AS status") }
end
