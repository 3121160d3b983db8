class Port < ActiveRecord::Migration[8.0]
  def change
    change_column_null :pods, :port, false
  end
end
