class Change < ActiveRecord::Migration[7.1]
  def change
    add_reference :users, :team
    add_column :users, :country, :string
    add_column :users, :age, :integer
    add_column :users, :bio, :text
    add_column :users, :recovery_digest, :string
    add_column :users, :api_token, :string
    add_column :users, :slug, :string
    add_column :users, :rank, :integer
    add_column :users, :status, :string
  end
end
