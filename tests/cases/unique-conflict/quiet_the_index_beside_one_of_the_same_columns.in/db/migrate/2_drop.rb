class Drop < ActiveRecord::Migration[8.0]
  OLD = "index_users_on_provider_and_uid"

  def up
    return unless index_name_exists?(:users, OLD)

    remove_index :users, name: OLD
  end
end
