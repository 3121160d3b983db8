class DropNickname < ActiveRecord::Migration[8.0]
  def change
    remove_column :users, :nickname, :string
  end
end
