class Taxon < ApplicationRecord
  acts_as_paranoid
  validates :name, uniqueness: { scope: :parent_id }
end
