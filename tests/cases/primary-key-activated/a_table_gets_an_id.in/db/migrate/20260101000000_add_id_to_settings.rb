class AddIdToSettings < ActiveRecord::Migration[7.1]
  def change
    add_column :settings, :id, :primary_key
  end
end
