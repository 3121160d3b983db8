class AddType < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :type, :string
    add_column :events, :type, :string
  end
end
