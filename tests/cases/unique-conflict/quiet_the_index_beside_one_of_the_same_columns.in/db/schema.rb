ActiveRecord::Schema[8.0].define(version: 1) do
  create_table "users" do |t|
    t.string "provider"
    t.string "uid"
    t.index ["provider", "uid"], name: "index_users_on_provider_and_uid", unique: true
    t.index ["provider", "uid"], name: "index_users_on_both", unique: true, where: "((provider IS NOT NULL) AND (uid IS NOT NULL))"
  end
end
