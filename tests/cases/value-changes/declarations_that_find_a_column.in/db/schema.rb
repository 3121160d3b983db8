ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "nodes" do |t|
    t.string "name"
    t.integer "parent_id"
  end
end
