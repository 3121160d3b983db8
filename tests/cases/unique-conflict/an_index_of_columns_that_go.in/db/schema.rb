ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "valuations" do |t|
    t.integer "account_id"
    t.date "date"
    t.index ["account_id", "date"], unique: true
  end
  create_table "holdings" do |t|
    t.integer "account_id"
    t.integer "security_id"
    t.date "date"
    t.index ["account_id", "security_id", "date"], unique: true
  end
end
