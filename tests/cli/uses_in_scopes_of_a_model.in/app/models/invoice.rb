class Invoice < ApplicationRecord
  belongs_to :user

  scope :visible, -> { where.not(state: :cancelled) }
  scope :lost, -> { where.missing(:user).where(state: :sent) }
  scope :listed, -> { all.order(:state) }

  def self.late(where)
    unscoped.where(state: :late).or(where.not(state: :new))
  end
end
