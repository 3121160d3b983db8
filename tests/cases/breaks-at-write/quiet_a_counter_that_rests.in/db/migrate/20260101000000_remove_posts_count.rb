class RemovePostsCount < ActiveRecord::Migration[7.0]
  def change
    remove_columns :users, :posts_count, :updated_at
  end
end
