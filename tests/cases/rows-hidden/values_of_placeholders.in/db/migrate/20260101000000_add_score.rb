class AddScore < ActiveRecord::Migration[7.0]
  def change
    add_column :users, :score, :integer, default: 0
    add_column :posts, :state, :string, default: "gone"
  end
end
