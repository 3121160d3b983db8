class Change < ActiveRecord::Migration[7.1]
  def change
    add_reference :users, :team
    add_reference :users, :lead
    add_column :users, :country, :string
    add_column :users, :age, :integer
    add_column :users, :bio, :text
    add_column :users, :plan, :string
    add_column :users, :locale, :string, null: false, default: "en"
    add_column :users, :slug, :string
    add_column :users, :ancestry, :string
  end
end
