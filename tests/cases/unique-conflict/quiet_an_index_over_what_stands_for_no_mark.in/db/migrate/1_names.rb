class Names < ActiveRecord::Migration[7.1]
  def change
    add_index :taxons, "name, parent_id, COALESCE(deleted_at, '1970-01-01')", unique: true, name: "names"
  end
end
