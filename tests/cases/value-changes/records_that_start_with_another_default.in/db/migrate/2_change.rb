class Change < ActiveRecord::Migration[7.1]
  def change
    change_column_default :users, :role, from: "member", to: "guest"
  end
end
