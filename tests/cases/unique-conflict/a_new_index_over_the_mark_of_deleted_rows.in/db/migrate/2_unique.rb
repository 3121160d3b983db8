class Unique < ActiveRecord::Migration[7.1]
  def change
    add_index :stocks, [:variant_id, :deleted_at], unique: true
    add_index :stocks, [:serial, :deleted_at], unique: true, nulls_not_distinct: true
    add_index :stocks, [:code, :deleted_at], unique: true, where: "deleted_at IS NULL"
  end
end
