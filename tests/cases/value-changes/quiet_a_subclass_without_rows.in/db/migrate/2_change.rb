class Change < ActiveRecord::Migration[7.1]
  def up
    add_column :merchants, :type, :string
    execute "UPDATE merchants SET type = 'FamilyMerchant'"
    change_column_null :merchants, :type, false
    add_column :merchants, :source, :string
  end
end
