ActiveRecord::Schema[7.1].define(version: 2024_02_01_000000) do
  create_table "invoices", force: :cascade do |t|
    t.bigint "user_id", null: false
  end

  create_table "notes", force: :cascade do |t|
    t.bigint "writer_id"
  end

  create_table "posts", force: :cascade do |t|
    t.bigint "user_id", null: false
  end

  create_table "teams", force: :cascade do |t|
    t.integer "users_count", default: 0
  end

  create_table "users", force: :cascade do |t|
    t.string "email", null: false
    t.integer "role", default: 0
    t.bigint "team_id"
    t.string "type"
    t.datetime "deleted_at"
    t.index ["email"], name: "index_users_on_email", unique: true
  end

  add_foreign_key "invoices", "users"
  add_foreign_key "notes", "users", column: "writer_id", on_delete: :nullify
  add_foreign_key "posts", "users", on_delete: :cascade
  add_foreign_key "users", "teams", on_delete: :restrict
end
