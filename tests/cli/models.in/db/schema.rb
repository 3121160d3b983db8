ActiveRecord::Schema[7.1].define(version: 2025_12_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "email", null: false
    t.boolean "admin", default: false, null: false
    t.datetime "deleted_at"
    t.index ["email"], name: "index_users_on_email", unique: true
  end

  create_table "articles", force: :cascade do |t|
    t.string "title"
    t.bigint "user_id"
  end
end
