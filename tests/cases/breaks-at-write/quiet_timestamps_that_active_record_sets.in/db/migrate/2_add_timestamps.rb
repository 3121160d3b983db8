class AddTimestamps < ActiveRecord::Migration[7.1]
  def change
    add_timestamps :taggings, null: true
    Tagging.update_all(created_at: Time.now, updated_at: Time.now)
    change_column_null :taggings, :created_at, false
    change_column_null :taggings, :updated_at, false
  end
end
