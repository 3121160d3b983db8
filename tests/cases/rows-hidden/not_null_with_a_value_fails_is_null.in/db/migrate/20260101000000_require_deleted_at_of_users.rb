class RequireDeletedAtOfUsers < ActiveRecord::Migration[7.1]
  def change
    change_column_null :users, :deleted_at, false, "2000-01-01"
  end
end
