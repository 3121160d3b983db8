module SoftDeletable
  def destroy
    return super unless self.class.column_names.include?("deleted_at")

    update_column(:deleted_at, Time.current)
  end

  def delete
    return super unless self.class.column_names.include?("deleted_at")

    update_column(:deleted_at, Time.current)
  end
end
