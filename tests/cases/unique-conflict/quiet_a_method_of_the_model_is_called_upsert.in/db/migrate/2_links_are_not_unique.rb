class LinksAreNotUnique < ActiveRecord::Migration[8.0]
  def change
    remove_index :notes, :link_id
  end
end
