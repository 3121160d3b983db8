class MakeStatusANumber < ActiveRecord::Migration[7.1]
  def change
    rename_column :notifications, :status, :status_text
    add_column :notifications, :status, :integer
  end
end
