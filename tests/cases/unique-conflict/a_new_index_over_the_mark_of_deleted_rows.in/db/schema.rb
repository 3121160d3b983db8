ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "stocks" do |t|
    t.bigint "variant_id"
    t.string "serial"
    t.string "code"
    t.datetime "deleted_at"
  end
end
