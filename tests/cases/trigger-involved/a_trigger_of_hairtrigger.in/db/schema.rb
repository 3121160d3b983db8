ActiveRecord::Schema[7.1].define(version: 2025_01_01_000000) do
  create_table "users", force: :cascade do |t|
    t.string "nickname"
    t.string "slug"
  end

  create_trigger("users_before_insert_row_tr", :generated => true, :compatibility => 1).
      on("users").
      before(:insert) do
    "NEW.slug = lower(NEW.nickname);"
  end
end
