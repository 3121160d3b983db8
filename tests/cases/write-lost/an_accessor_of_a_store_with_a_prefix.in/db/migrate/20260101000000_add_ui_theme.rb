class AddUiTheme < ActiveRecord::Migration[7.0]
  def change
    add_column :users, :ui_theme, :string
  end
end
