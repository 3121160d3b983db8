class AddStateToPosts < ActiveRecord::Migration[7.1]
  def change
    add_column :posts, :state, :string
  end
end
