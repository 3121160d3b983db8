class CountPosts < ActiveRecord::Migration[7.0]
  class MigrationUser < ActiveRecord::Base
    self.table_name = "users"
  end

  def up
    add_column :users, :posts_count, :integer, null: false, default: 0
    Post.group(:user_id).count.each do |id, count|
      MigrationUser.update_counters(id, posts_count: count)
    end
  end
end
