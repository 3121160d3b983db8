ActiveRecord::Schema[8.0].define(version: 1) do
  create_table :users do |t|
    t.string :nickname
    t.string :email
  end
  create_table :posts do |t|
    t.bigint :user_id
  end
  create_table :pets do |t|
    t.string :nickname
  end
end
