class AddDeletedAt < ActiveRecord::Migration[7.1]
  def change
    %i[posts comments].each do |table|
      add_column table, :deleted_at, :datetime
    end
  end
end
