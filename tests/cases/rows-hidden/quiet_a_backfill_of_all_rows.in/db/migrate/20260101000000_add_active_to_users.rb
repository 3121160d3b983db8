class AddActiveToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :active, :boolean
    execute "UPDATE users SET active = TRUE"
  end
end
