class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :token, :string, null: false
    add_column :users, :country, :string, null: false
  end
end
