class AddArchivedAtToPosts < ActiveRecord::Migration[7.1]
  def change
    add_column :posts, :archived_at, :datetime, null: false, default: "1970-01-01 00:00:00"
  end
end
