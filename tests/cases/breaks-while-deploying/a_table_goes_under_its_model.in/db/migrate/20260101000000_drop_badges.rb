class DropBadges < ActiveRecord::Migration[7.1]
  def change
    drop_table :badges
  end
end
