class Drop < ActiveRecord::Migration[7.1]
  def change
    remove_column :products, :supplier_id, :integer
    remove_column :products, :unit, :string
  end
end
