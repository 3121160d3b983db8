ActiveRecord::Schema[7.1].define(version: 2025_01_01_000000) do
  create_table "users" do |t|
    t.string "email", null: false
    t.string "session_token"
    t.index ["email"], unique: true
    t.index ["session_token"], unique: true
  end
end
