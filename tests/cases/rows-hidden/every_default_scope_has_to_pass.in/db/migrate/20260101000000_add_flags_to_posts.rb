class AddFlagsToPosts < ActiveRecord::Migration[7.1]
  def change
    add_column :posts, :deleted_at, :datetime
    add_column :posts, :published, :boolean
  end
end
