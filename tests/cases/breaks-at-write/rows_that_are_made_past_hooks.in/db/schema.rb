ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "visits" do |t|
    t.integer "page"
  end
end
