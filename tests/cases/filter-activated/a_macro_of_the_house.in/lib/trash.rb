module Trash
  def has_trash(column = :trashed_at)
    return unless column_names.include?(column.to_s)

    send(:default_scope) { where(column => nil) }
  end
end
