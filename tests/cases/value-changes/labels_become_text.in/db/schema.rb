ActiveRecord::Schema[7.1].define(version: 1) do
  create_enum "import_status", ["pending", "complete"]
  create_table "imports" do |t|
    t.enum "status", enum_type: "import_status"
  end
end
