ActiveRecord::Schema[8.0].define(version: 1) do
  create_table "issues" do |t|
    t.float "hours"
    t.integer "ratio"
  end
end
