class Change < ActiveRecord::Migration[7.1]
  def change
    change_column :imports, :status, :string
  end
end
