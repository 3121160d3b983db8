class FillActiveOfUsers < ActiveRecord::Migration[7.1]
  def change
    execute "UPDATE users SET active = TRUE"
  end
end
