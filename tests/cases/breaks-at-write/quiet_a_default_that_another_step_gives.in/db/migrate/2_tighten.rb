class Tighten < ActiveRecord::Migration[7.1]
  def change
    change_column_default :limits, :users, from: nil, to: []
    change_column_null :limits, :users, false
  end
end
