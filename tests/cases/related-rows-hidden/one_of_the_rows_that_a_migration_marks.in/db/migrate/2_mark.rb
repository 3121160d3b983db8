class Mark < ActiveRecord::Migration[7.1]
  def up
    add_column :images, :deleted_at, :datetime
    Image.where(spare: true).update_all(deleted_at: Time.current)
  end
end
