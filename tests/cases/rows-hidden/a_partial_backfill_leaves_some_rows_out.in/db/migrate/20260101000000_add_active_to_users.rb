class AddActiveToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :active, :boolean
    execute "UPDATE users SET active = TRUE WHERE confirmed_at IS NOT NULL"
  end
end
