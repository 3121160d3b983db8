class OneGuestASeat < ActiveRecord::Migration[7.1]
  def change
    add_index :seats, [:show_id, :place], unique: true
  end
end
