class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :visits, :source, :string, null: false
    add_column :visits, :seen_at, :datetime, null: false
    add_column :visits, :page, :integer, null: false
    add_column :visits, :state, :integer, null: false
  end
end
