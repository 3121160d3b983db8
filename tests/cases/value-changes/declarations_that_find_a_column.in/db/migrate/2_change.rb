class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :nodes, :level, :integer, default: 0
    add_column :nodes, :color, :string, default: "blue"
    add_column :nodes, :deleted_at, :datetime
  end
end
