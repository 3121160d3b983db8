class DropNickname < ActiveRecord::Migration[7.1]
  def up
    execute <<~SQL
      DROP VIEW members;
      CREATE VIEW members AS SELECT id FROM users;
    SQL
    remove_column :users, :nickname
  end
end
