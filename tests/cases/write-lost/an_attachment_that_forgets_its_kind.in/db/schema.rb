ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "users" do |t|
    t.string "avatar_file_name"
    t.datetime "avatar_updated_at"
    t.string "scan_file_name"
    t.string "scan_content_type"
    t.integer "scan_file_size"
  end
end
