class Step < ActiveRecord::Migration[7.1]
  def up
    Session.where(expired: true).delete_all
    add_column :sessions, :token, :string, null: false
  end
end
