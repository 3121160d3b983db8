class User < ApplicationRecord
  has_paper_trail only: [:email]

  def self.ransackable_attributes(_auth_object = nil)
    column_names - %w[password_digest]
  end

  def as_json(options = {})
    super(options.merge(except: :password_digest))
  end
end
