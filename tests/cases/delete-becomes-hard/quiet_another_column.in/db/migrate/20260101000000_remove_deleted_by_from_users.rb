class RemoveDeletedByFromUsers < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :deleted_by, :string
  end
end
