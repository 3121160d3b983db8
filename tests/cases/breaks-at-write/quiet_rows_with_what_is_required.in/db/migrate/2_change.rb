class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :country, :string, null: false
    add_column :users, :plan, :string, null: false, default: "free"
    add_column :posts, :deleted_at, :datetime, null: false, default: -> { "now()" }
  end
end
