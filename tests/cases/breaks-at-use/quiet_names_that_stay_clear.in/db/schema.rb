ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "users" do |t|
    t.string "email"
    t.string "name"
  end
  create_table "posts" do |t|
    t.integer "user_id"
    t.string "status"
    t.string "title"
  end
end
