class Step < ActiveRecord::Migration[7.1]
  def change
    remove_column :imports, :payload, :text
  end
end
