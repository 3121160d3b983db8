class AddDeletedByToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :deleted_by, :string
  end
end
