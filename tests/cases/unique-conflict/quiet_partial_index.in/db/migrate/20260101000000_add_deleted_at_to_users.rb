class AddDeletedAtToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :deleted_at, :datetime
    remove_index :users, :email
    add_index :users, :email, unique: true, where: "deleted_at IS NULL"
  end
end
