class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :nickname, :string
    remove_column :users, :phone, :string
    add_index :users, :email, unique: true
  end
end
