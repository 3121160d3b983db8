class DropTeams < ActiveRecord::Migration[7.1]
  def change
    remove_foreign_key :users, :teams
    drop_table :teams
  end
end
