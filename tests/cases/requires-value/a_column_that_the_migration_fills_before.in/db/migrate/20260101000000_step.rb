class Step < ActiveRecord::Migration[7.1]
  def up
    execute "UPDATE zones SET ends_at = NOW()"
    Zone.where(title: nil).find_each { |zone| zone.update!(title: "Zone #{zone.id}") }
    Zone.where(hidden: true).update_all(reason: "hidden")
    change_column_null :zones, :ends_at, false
    change_column_null :zones, :title, false
    change_column_null :zones, :reason, false
  end
end
