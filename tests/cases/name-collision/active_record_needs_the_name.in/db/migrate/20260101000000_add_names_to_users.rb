class AddNamesToUsers < ActiveRecord::Migration[7.1]
  def change
    %i[attributes errors valid readonly changed].each do |name|
      add_column :users, name, :string
    end
  end
end
