class AddStatusToPostsAndComments < ActiveRecord::Migration[7.1]
  def change
    add_column :posts, :status, :string
    add_column :comments, :status, :string
  end
end
