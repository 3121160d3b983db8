class Step < ActiveRecord::Migration[7.1]
  def up
    change_column :exports, :rows, :text
    remove_column :exports, :rows
  end
end
