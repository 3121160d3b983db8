class ChangeEmail < ActiveRecord::Migration[7.1]
  def change
    change_column :users, :email, :text
  end
end
