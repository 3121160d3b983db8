class Unique < ActiveRecord::Migration[8.0]
  def change
    add_index :accounts, [:provider, :uid], unique: true
  end
end
