class AddApprovedToArticles < ActiveRecord::Migration[7.1]
  def change
    add_column :articles, :approved, :boolean
  end
end
