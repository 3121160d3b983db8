class WidenPrefs < ActiveRecord::Migration[7.0]
  def change
    change_column :users, :prefs, :text, limit: 16777215
    change_column :users, :tags, :jsonb, using: "tags::jsonb"
  end
end
