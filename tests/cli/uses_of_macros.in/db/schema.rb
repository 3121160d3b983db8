ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "users" do |t|
    t.string "password_digest"
    t.string "avatar_file_name"
    t.datetime "avatar_updated_at"
  end
end
