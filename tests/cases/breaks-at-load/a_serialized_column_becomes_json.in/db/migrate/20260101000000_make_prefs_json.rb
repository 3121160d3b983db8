class MakePrefsJson < ActiveRecord::Migration[7.0]
  def change
    change_column :users, :prefs, :jsonb, using: "prefs::jsonb"
    change_column :users, :tags, :string, array: true, using: "tags::text[]"
  end
end
