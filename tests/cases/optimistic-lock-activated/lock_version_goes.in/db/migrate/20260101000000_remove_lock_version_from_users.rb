class RemoveLockVersionFromUsers < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :lock_version, :integer
  end
end
