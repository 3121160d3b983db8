class AddNamesToUsers < ActiveRecord::Migration[7.1]
  def change
    %i[error saved class_name valid_until destroyed_at method format test display position].each do |name|
      add_column :users, name, :string
    end
  end
end
