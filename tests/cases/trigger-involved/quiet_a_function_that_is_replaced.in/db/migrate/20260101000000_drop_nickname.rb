class DropNickname < ActiveRecord::Migration[7.1]
  def up
    remove_column :users, :nickname
    execute <<~SQL
      CREATE OR REPLACE FUNCTION slugs() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.email = lower(NEW.email);
        RETURN NEW;
      END;
      $$;
    SQL
  end
end
