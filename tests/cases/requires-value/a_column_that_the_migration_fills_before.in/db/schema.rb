ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "zones" do |t|
    t.datetime "ends_at"
    t.string "title"
    t.string "reason"
    t.boolean "hidden"
  end
end
