class AddRejectedToPosts < ActiveRecord::Migration[7.1]
  def change
    add_column :posts, :rejected, :boolean, default: false, null: false
  end
end
