ActiveRecord::Schema[7.1].define(version: 2025_12_01_000000) do
  create_table "users", id: :uuid, force: :cascade do |t|
    t.string "email", limit: 120, null: false
    t.boolean "admin", default: false, null: false
    t.datetime "created_at", precision: nil, default: -> { "CURRENT_TIMESTAMP" }
    t.references "team", foreign_key: true
    t.index ["email"], name: "index_users_on_email", unique: true, where: "(deleted_at IS NULL)"
  end

  create_table "settings", id: false, force: :cascade do |t|
    t.string "name"
  end

  add_foreign_key "users", "teams"
end
