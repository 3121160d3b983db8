class AddOwnerToRoles < ActiveRecord::Migration[8.0]
  class MigrationRole < ActiveRecord::Base
    self.table_name = "roles"
  end

  def up
    add_reference MigrationRole.table_name, :owner, polymorphic: true
    adopt_roles
    change_column_null MigrationRole.table_name, :owner_id, false
  end

  private

  def adopt_roles
    stores = execute("SELECT id FROM stores").to_a
    MigrationRole.where(owner_id: nil).find_each do |role|
      role.update_columns(owner_type: "Store", owner_id: stores.sample["id"])
    end
  end
end
