class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :visits, :token, :string, null: false
    add_timestamps :visits, null: false
  end
end
