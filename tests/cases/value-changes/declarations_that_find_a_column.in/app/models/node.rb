class Node < ApplicationRecord
  acts_as_tree order: "name"
  attribute :color, :string, default: "red"
  validates :name, uniqueness: column_names.include?("deleted_at") ? { scope: :deleted_at } : true
end
