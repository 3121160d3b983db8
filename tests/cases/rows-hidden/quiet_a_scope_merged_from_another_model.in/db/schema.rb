ActiveRecord::Schema.define(version: 2024_01_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "email", null: false
    t.string "name"
    t.boolean "active"
  end
  create_table "posts", force: :cascade do |t|
    t.integer "user_id"
    t.string "title"
  end

end
