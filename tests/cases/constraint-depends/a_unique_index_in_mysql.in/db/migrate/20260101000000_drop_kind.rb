class DropKind < ActiveRecord::Migration[7.1]
  def change
    remove_column :votes, :kind, :string
  end
end
