class ChangeDefaultStatusOfPosts < ActiveRecord::Migration[7.1]
  def change
    change_column_default :posts, :status, from: "published", to: "draft"
  end
end
