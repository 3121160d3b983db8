class Service < ActiveRecord::Migration[6.1]
  def up
    add_column :uploads, :service_name, :string, null: false, default: Upload.service.name
    change_column :uploads, :service_name, :string, null: false, default: nil
  end
end
