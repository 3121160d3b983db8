class ShortenNick < ActiveRecord::Migration[7.0]
  def change
    change_column :users, :nick, :string, limit: 20
  end
end
