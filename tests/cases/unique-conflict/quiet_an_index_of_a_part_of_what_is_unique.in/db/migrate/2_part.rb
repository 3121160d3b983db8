class Part < ActiveRecord::Migration[8.0]
  def change
    add_index :users, [:provider, :uid], unique: true, where: "uid IS NOT NULL", name: "index_users_on_present"
  end
end
