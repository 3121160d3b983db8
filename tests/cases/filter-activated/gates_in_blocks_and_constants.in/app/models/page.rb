class Page < ApplicationRecord
  %w[removed_at deleted_at].each do |name|
    default_scope { where(name => nil) } if column_names.include?(name)
  end
end
