ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "users"
  create_table "posts" do |t|
    t.bigint "user_id"
  end
  create_table "notes" do |t|
    t.bigint "user_id"
  end
end
