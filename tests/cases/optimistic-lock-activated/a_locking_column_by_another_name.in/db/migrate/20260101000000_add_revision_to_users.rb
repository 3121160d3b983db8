class AddRevisionToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :revision, :integer
  end
end
