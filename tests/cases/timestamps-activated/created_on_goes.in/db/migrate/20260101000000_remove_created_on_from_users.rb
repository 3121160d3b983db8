class RemoveCreatedOnFromUsers < ActiveRecord::Migration[7.1]
  def change
    remove_column :users, :created_on, :date
  end
end
