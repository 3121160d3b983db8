class AddHiddenToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :hidden, :boolean
  end
end
