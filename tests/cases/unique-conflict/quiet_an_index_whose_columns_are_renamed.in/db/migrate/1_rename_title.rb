class RenameTitle < ActiveRecord::Migration[7.1]
  def change
    change_table :loans do |t|
      t.remove_index [:reader_id, :reader_type, :title_id, :shelf_id], unique: true
      t.rename :title_id, :book_id
      t.remove :shelf_id, type: :bigint
      t.index [:reader_type, :reader_id, :book_id], unique: true
    end
  end
end
