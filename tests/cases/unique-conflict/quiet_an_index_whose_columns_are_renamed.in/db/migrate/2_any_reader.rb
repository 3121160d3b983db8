class AnyReader < ActiveRecord::Migration[7.1]
  def change
    remove_index :loans, [:reader_id, :copy_id], unique: true
    add_index :loans, [:reader_type, :reader_id, :copy_id], unique: true
  end
end
