class RenameRemovedOnOfUsers < ActiveRecord::Migration[7.1]
  def change
    rename_column :users, :removed_on, :deleted_at
  end
end
