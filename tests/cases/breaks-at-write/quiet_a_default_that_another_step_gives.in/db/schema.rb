ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "limits" do |t|
    t.string "name"
    t.jsonb "users"
  end
end
