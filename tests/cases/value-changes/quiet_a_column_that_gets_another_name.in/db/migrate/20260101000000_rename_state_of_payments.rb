class RenameStateOfPayments < ActiveRecord::Migration[8.0]
  def change
    rename_column :payments, :state, :status
  end
end
