Rails.application.config.to_prepare do
  [User].each do |model|
    model.class_eval do
      default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
    end
  end
end
