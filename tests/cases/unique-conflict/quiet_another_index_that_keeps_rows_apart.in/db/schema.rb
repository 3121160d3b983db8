ActiveRecord::Schema[7.1].define(version: 1) do
  create_table "securities" do |t|
    t.string "ticker"
    t.string "venue"
    t.index ["ticker", "venue"], unique: true
  end
  create_table "listings" do |t|
    t.string "ticker"
    t.string "name"
    t.string "board"
    t.string "segment"
    t.index ["ticker", "segment"], unique: true
  end
end
