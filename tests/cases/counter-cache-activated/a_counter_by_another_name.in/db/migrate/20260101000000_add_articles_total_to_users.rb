class AddArticlesTotalToUsers < ActiveRecord::Migration[7.1]
  def change
    add_column :users, :articles_total, :integer, default: 0, null: false
  end
end
