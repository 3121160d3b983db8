class AddTriggerToUsers < ActiveRecord::Migration[7.1]
  def up
    execute "CREATE TRIGGER users_audit AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION audit_users()"
    execute "CREATE VIEW active_emails AS SELECT email FROM users WHERE deleted_at IS NULL"
  end
end
