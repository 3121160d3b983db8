class Order < ApplicationRecord
  include Priced
  belongs_to :team

  after_initialize { self[:locale] ||= "en" }
  before_validation :set_team
  before_validation :set_code, on: :create

  validates :currency, :locale, presence: true
  validates :code, presence: true

  private

  def set_team
    self.team ||= Team.first
  end

  def set_code
    self.code = "x"
  end
end
