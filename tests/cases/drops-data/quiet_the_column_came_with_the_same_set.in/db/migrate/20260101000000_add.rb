class Add < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :payload, :text
  end
end
