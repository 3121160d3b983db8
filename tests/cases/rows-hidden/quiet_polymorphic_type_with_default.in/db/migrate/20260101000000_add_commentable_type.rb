class AddCommentableType < ActiveRecord::Migration[7.0]
  def change
    add_column :comments, :commentable_type, :string, null: false, default: "Post"
  end
end
