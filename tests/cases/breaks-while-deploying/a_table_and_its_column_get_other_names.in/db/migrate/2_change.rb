class Change < ActiveRecord::Migration[7.2]
  def change
    rename_table :rules, :conditions
    rename_column :conditions, :action_id, :benefit_id
  end
end
