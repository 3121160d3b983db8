ActiveRecord::Schema[7.2].define(version: 1) do
  create_table "users" do |t|
    t.string "email"
  end
  create_table "teams" do |t|
    t.string "name"
  end
end
