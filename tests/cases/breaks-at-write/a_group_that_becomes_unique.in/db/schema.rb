ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "seats" do |t|
    t.bigint "show_id"
    t.string "place"
    t.string "guest"
  end
end
