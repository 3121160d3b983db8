ActiveRecord::Schema.define(version: 2024_01_01_000000) do
  create_table "visits", force: :cascade do |t|
    t.string "place"
  end
end
