class Change < ActiveRecord::Migration[7.1]
  def change
    remove_index :securities, [:ticker, :venue], unique: true
    add_index :securities, "UPPER(ticker), COALESCE(UPPER(venue), '')", unique: true
    remove_index :listings, [:ticker, :segment], unique: true
    add_index :listings, [:ticker, :board], unique: true
  end
end
