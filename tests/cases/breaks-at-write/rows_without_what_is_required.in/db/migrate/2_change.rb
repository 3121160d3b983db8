class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :country, :string, null: false
    add_column :posts, :deleted_at, :datetime, null: false, default: "0001-01-01"
  end
end
