class Step < ActiveRecord::Migration[7.1]
  def change
    change_column :invoices, :number, :string, limit: 20, null: false
  end
end
