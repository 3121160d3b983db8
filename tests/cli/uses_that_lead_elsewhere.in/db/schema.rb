ActiveRecord::Schema[7.1].define(version: 2024_01_01_000000) do
  create_table "shops" do |t|
    t.string "title"
    t.string "contact"
    t.bigint "contact_id"
    t.integer "visits"
    t.string "unit"
    t.bigint "region_id"
    t.boolean "hidden"
    t.boolean "open_hours"
  end
  create_table "regions" do |t|
    t.string "code"
    t.integer "shops_count"
  end
  create_table "users" do |t|
    t.string "email"
  end
end
