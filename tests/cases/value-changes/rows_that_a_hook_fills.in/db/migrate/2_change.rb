class Change < ActiveRecord::Migration[7.1]
  def change
    add_column :orders, :currency, :string
    add_column :orders, :locale, :string
    add_reference :orders, :team
    add_column :orders, :code, :string
  end
end
