class Step < ActiveRecord::Migration[7.1]
  def change
    change_column :invoices, :number, :string, default: "0"
  end
end
