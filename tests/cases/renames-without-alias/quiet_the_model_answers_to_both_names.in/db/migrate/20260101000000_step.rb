class Step < ActiveRecord::Migration[7.1]
  def change
    rename_column :users, :name, :handle
  end
end
