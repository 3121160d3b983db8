ActiveRecord::Schema[7.2].define(version: 1) do
  create_table "rules" do |t|
    t.integer "action_id"
  end
end
