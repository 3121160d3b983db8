ActiveRecord::Schema[7.1].define(version: 2025_12_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "name"
  end
end
