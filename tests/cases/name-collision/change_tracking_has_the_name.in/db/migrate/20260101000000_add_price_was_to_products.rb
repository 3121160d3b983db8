class AddPriceWasToProducts < ActiveRecord::Migration[7.1]
  def change
    add_column :products, :price_was, :decimal
  end
end
