ActiveRecord::Schema[8.0].define(version: 1) do
  create_table "users" do |t|
    t.string "provider"
    t.string "uid"
    t.datetime "deleted_at"
    t.index ["provider", "uid"], name: "index_users_on_provider_and_uid", unique: true
  end
end
