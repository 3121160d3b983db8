class Drop < ActiveRecord::Migration[7.1]
  def change
    remove_column :payments, :method_id, :bigint
  end
end
