ActiveRecord::Schema[8.0].define(version: 1) do
  create_table "imports" do |t|
    t.string "name"
    t.integer "source", default: 0
  end
end
