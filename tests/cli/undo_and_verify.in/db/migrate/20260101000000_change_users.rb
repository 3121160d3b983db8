class ChangeUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :deleted_at, :datetime, default: -> { "now()" }
    remove_column :users, :email
    change_column_null :users, :settings, false
    add_index :users, [:role, :settings], unique: true, name: "users_role"
  end
end
