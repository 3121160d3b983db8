class AddTeamIdToSettings < ActiveRecord::Migration[7.1]
  def change
    add_column :settings, :team_id, :bigint
  end
end
