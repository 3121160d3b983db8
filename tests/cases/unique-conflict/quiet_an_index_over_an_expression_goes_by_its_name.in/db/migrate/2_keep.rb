class Keep < ActiveRecord::Migration[8.0]
  def change
    add_column :sequences, :deleted_at, :datetime
    remove_index :sequences, "(team_id IS NULL)", unique: true, name: "one_template"
    add_index :sequences, "(team_id IS NULL)", unique: true,
      where: "team_id IS NULL AND deleted_at IS NULL", name: "one_template"
  end
end
