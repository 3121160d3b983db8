ActiveRecord::Schema[8.0].define(version: 2025_01_01_000000) do
  create_table "roles" do |t|
    t.string "name"
  end
end
