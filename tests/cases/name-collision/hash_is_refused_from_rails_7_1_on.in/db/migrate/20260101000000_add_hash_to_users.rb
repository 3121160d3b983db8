class AddHashToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :hash, :string
  end
end
