ActiveRecord::Schema[7.1].define(version: 2025_01_01_000000) do
  create_table "teams", force: :cascade do |t|
  end

  create_table "users", force: :cascade do |t|
    t.bigint "team_id"
    t.jsonb "settings"
  end

  add_foreign_key "users", "teams", on_delete: :nullify
end
