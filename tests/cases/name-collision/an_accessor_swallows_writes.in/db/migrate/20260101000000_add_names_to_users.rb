class AddNamesToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :nickname, :string
    add_column :users, :city, :string
    add_column :users, :theme, :string
  end
end
