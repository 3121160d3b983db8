class DropTenant < ActiveRecord::Migration[7.1]
  def up
    execute "ALTER TABLE users DROP COLUMN tenant CASCADE"
  end
end
