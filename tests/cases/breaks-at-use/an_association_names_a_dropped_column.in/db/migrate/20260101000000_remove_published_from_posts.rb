class RemovePublishedFromPosts < ActiveRecord::Migration[7.1]
  def change
    remove_column :posts, :published, :boolean
  end
end
