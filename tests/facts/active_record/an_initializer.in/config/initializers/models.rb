Paranoia.default_sentinel_value = DateTime.new(0)
ActiveRecord::Base.table_name_prefix = "crm_"

User.class_eval do
  default_scope { where(active: true) }
end
