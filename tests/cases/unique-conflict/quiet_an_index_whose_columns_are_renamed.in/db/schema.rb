ActiveRecord::Schema[7.1].define(version: 0) do
  create_table "loans" do |t|
    t.bigint "reader_id", null: false
    t.string "reader_type", null: false
    t.bigint "title_id", null: false
    t.bigint "shelf_id", null: false
    t.bigint "copy_id", null: false
    t.index ["reader_id", "reader_type", "title_id", "shelf_id"], unique: true
    t.index ["reader_id", "copy_id"], unique: true
  end
end
