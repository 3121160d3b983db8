ActiveRecord::Schema[8.0].define(version: 1) do
  create_table :users do |t|
    t.boolean :active
    t.string :role, default: "member"
  end
end
