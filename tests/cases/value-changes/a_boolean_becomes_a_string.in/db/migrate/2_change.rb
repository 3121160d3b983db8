class Change < ActiveRecord::Migration[8.0]
  def change
    change_column :users, :active, :string
  end
end
