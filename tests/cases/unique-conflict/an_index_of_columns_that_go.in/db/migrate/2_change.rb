class Change < ActiveRecord::Migration[7.1]
  def change
    remove_column :valuations, :account_id, :integer
    remove_column :valuations, :date, :date
    remove_column :holdings, :account_id, :integer
    remove_column :holdings, :date, :date
  end
end
