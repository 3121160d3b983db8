ActiveRecord::Schema[8.0].define(version: 1) do
  create_table "users" do |t|
    t.string "nickname"
  end
  create_table "posts" do |t|
    t.string "nickname"
  end
end
