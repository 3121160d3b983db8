class Change < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :status, :integer
    remove_column :users, :prefs, :text
    remove_column :users, :phone, :string
  end
end
