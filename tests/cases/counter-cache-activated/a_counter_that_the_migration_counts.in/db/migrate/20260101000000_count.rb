class Count < ActiveRecord::Migration[7.1]
  def up
    add_column :users, :posts_count, :integer, default: 0
    add_column :users, :notes_count, :integer
    Post.distinct.pluck(:user_id).each { |id| User.reset_counters(id, :posts) }
    User.update_all(notes_count: 0)
  end
end
