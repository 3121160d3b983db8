class Step < ActiveRecord::Migration[7.1]
  def change
    change_column_null :invoices, :note, false
  end
end
