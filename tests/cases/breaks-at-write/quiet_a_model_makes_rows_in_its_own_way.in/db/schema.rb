ActiveRecord::Schema[8.0].define(version: 1) do
  create_table "pods" do |t|
    t.string "host"
    t.integer "port"
  end
end
