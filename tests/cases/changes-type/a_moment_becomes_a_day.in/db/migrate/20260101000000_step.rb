class Step < ActiveRecord::Migration[7.1]
  def change
    change_column :invoices, :paid_at, :date
  end
end
