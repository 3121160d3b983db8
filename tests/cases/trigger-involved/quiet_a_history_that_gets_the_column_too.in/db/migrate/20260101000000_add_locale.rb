class AddLocale < ActiveRecord::Migration[7.1]
  def change
    add_column :users_history, :locale, :string
    add_column :users, :locale, :string
  end
end
