ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "invoices" do |t|
    t.datetime "paid_at"
    t.string "number", null: false
    t.string "note"
  end
end
