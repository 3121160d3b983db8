ActiveRecord::Schema[7.1].define(version: 2025_01_01_000000) do
  create_table "votes", charset: "utf8mb4", force: :cascade do |t|
    t.bigint "user_id", null: false
    t.string "kind", null: false
    t.index ["user_id", "kind"], name: "index_votes_on_user_id_and_kind", unique: true
  end
end
