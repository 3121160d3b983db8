class Change < ActiveRecord::Migration[7.2]
  def change
    remove_column :balances, :total, :decimal
  end
end
