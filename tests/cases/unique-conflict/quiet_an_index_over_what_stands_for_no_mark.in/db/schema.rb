ActiveRecord::Schema[7.1].define(version: 0) do
  create_table "taxons" do |t|
    t.string "name", null: false
    t.bigint "parent_id"
    t.datetime "deleted_at"
  end
end
