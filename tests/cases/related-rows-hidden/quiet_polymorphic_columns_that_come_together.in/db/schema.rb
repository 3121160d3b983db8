ActiveRecord::Schema.define(version: 2024_01_01_000000) do
  create_table "comments", force: :cascade do |t|
    t.text "body"
  end
end
