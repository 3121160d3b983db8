class AddPublishedAtToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :published_at, :datetime
  end
end
