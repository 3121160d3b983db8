ActiveRecord::Schema[7.2].define(version: 1) do
  create_table "balances" do |t|
    t.decimal "cash"
    t.virtual "total", type: :decimal, as: "cash * 2", stored: true
  end
end
