class RenameCount < ActiveRecord::Migration[7.1]
  def change
    rename_column :users, :orders_count, :purchases_count
  end
end
