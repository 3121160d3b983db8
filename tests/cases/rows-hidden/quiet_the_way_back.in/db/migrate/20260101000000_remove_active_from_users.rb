class RemoveActiveFromUsers < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :nickname, :string
  end

  def down
    add_column :users, :active, :boolean
  end
end
