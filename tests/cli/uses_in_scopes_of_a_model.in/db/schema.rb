ActiveRecord::Schema[7.1].define(version: 0) do
  create_table "invoices" do |t|
    t.string "state", null: false
  end
  create_table "loans" do |t|
    t.string "state", null: false
  end
end
