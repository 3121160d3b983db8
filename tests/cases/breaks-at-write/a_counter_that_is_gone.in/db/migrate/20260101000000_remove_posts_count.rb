class RemovePostsCount < ActiveRecord::Migration[7.0]
  def change
    remove_columns :users, :posts_count, :posts_changed_at
  end
end
