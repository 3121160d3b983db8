ActiveRecord::Schema[7.1].define(version: 2025_01_01_000000) do
  create_table "users" do |t|
    t.string "email"
  end
  create_table "sessions" do |t|
    t.bigint "user_id", null: false
  end
  add_foreign_key "sessions", "users", on_delete: :cascade
end
