ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "exports" do |t|
    t.integer "rows"
    t.string "note"
  end
end
