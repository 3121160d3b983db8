ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "orders" do |t|
    t.string "name"
  end
  create_table "teams" do |t|
    t.string "name"
  end
end
