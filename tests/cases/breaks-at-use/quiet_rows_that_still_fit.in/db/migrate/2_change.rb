class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :prefs, :jsonb
    add_column :old_users, :prefs, :jsonb
  end
end
