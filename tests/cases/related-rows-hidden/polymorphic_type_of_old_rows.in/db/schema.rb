ActiveRecord::Schema.define(version: 2024_01_01_000000) do
  create_table "posts", force: :cascade do |t|
    t.integer "user_id"
    t.string "title"
  end
  create_table "comments", force: :cascade do |t|
    t.integer "commentable_id"
    t.text "body"
  end
end
