class Backfill < ActiveRecord::Migration[6.0]
  class User < ActiveRecord::Base
    default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
  end

  def up
    User.update_all(name: "nobody")
  end
end
