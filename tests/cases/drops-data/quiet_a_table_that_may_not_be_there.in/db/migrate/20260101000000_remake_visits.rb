class RemakeVisits < ActiveRecord::Migration[7.0]
  def change
    drop_table :visits, if_exists: true
    create_table :visits do |t|
      t.string :place
    end
  end
end
