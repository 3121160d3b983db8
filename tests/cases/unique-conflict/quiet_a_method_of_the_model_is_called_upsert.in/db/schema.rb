ActiveRecord::Schema[8.0].define(version: 1) do
  create_table "notes" do |t|
    t.bigint "bike_id"
    t.bigint "link_id"
    t.text "body"
    t.index ["link_id"], name: "index_notes_on_link_id", unique: true
  end
end
