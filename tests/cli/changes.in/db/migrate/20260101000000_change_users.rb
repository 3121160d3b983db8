class ChangeUsers < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :deleted_at, :datetime
    change_table :users, bulk: true do |t|
      t.rename :nickname, :handle
      t.remove :fax
      t.integer :age, null: false, default: 0
    end
    add_index :users, :handle, unique: true
    Legacy.rebuild(:users)
  end

  def down
    drop_table :users
  end
end
