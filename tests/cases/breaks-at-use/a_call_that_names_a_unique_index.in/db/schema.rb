ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "users" do |t|
    t.string "email"
    t.string "name"
  end
  add_index "users", ["email"], name: "index_users_on_email", unique: true
end
