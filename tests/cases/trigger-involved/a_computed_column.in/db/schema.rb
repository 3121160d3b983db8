ActiveRecord::Schema[7.1].define(version: 2025_01_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "email", null: false
    t.string "nickname"
    t.virtual "label", type: :string, as: "COALESCE(nickname, email)", stored: true
  end
end
