class AddInvitationToken < ActiveRecord::Migration[7.0]
  def change
    add_column :users, :invitation_token, :string
  end
end
