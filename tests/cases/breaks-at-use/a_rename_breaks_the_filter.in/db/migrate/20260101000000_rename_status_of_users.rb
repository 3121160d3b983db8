class RenameStatusOfUsers < ActiveRecord::Migration[7.1]
  def change
    rename_column :users, :status, :state
  end
end
