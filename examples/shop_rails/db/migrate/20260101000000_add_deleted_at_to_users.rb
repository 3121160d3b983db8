# A closed account stays in the table, and its address can be registered again. "infinity" stands
# for open: NULLs are never equal, so they would get around the unique index.
class AddDeletedAtToUsers < ActiveRecord::Migration[8.0]
  def change
    add_column :users, :deleted_at, :datetime, default: "infinity"
    remove_index :users, :email
    add_index :users, [:email, :deleted_at], unique: true
  end
end
