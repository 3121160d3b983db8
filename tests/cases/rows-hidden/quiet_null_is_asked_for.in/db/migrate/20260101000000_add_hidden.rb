class AddHidden < ActiveRecord::Migration[7.1]
  def change
    %i[accounts posts comments pages topics].each do |table|
      add_column table, :hidden, :boolean
    end
  end
end
