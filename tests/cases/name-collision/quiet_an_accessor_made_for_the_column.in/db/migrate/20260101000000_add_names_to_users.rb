class AddNamesToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :status, :string
    add_column :users, :nickname, :string
    add_column :users, :locale, :string
  end
end
