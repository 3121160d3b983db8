class Step < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :payload, :text
  end
end
