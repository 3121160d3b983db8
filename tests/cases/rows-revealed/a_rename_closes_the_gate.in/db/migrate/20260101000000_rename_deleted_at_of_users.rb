class RenameDeletedAtOfUsers < ActiveRecord::Migration[7.1]
  def change
    rename_column :users, :deleted_at, :archived_at
  end
end
