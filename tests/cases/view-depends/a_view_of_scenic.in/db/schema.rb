ActiveRecord::Schema[7.1].define(version: 2025_01_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "email", null: false
    t.string "nickname"
  end

  create_view "directory_entries", sql_definition: <<-SQL
      SELECT users.id,
      users.email AS address,
      users.nickname AS label
     FROM users;
  SQL
end
