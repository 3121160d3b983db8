class ManyThings < ActiveRecord::Migration[7.1]
  FLAGS = %i[active visible].freeze

  def change
    FLAGS.each { |flag| add_column :users, flag, :boolean, default: true }
    add_timestamps :posts, null: true
    add_reference :posts, :author, foreign_key: { to_table: :users }
    change_column_null :users, :email, false
    change_column_default :users, :role, from: nil, to: "member"
    change_table(:teams) { |t| t.references :owner, polymorphic: true }
    reversible do |direction|
      direction.up { execute "ALTER TABLE users ALTER COLUMN age TYPE bigint" }
      direction.down { execute "ALTER TABLE users DROP COLUMN age" }
    end
    up_only { execute "CREATE UNIQUE INDEX posts_slug ON posts (slug)" }
    rename_table :carts, :baskets
    drop_table :sessions
    create_table :tags do |t|
      t.string :name, null: false
    end
    add_column table_of_the_day, :x, :string
    Legacy::Rebuild.call(:users)
  end
end
