; Code that asks whether a column exists.

; column_names.include?("deleted_at"), attribute_names: lists of strings
((identifier) @gate
  (#word? @gate "column_names" "attribute_names")
  (#set! gate.by "names"))

; columns_hash.key?("deleted_at"): a hash whose keys are strings
((identifier) @gate
  (#word? @gate "columns_hash" "attributes" "attribute_types")
  (#set! gate.by "hash"))

; columns.any? { |column| column.name == "deleted_at" }
((identifier) @gate
  (#word? @gate "columns")
  (#set! gate.by "columns"))

; has_attribute?(:deleted_at)
((identifier) @gate
  (#word? @gate "has_attribute?" "attribute_method?" "has_column?" "column_present?")
  (#set! gate.by "test"))

; new.respond_to?(:deleted_at), respond_to?(:deleted_at=)
((identifier) @gate
  (#word? @gate "respond_to?" "method_defined?")
  (#set! gate.by "respond"))

; connection.column_exists?(table_name, :deleted_at)
((identifier) @gate
  (#word? @gate "column_exists?")
  (#set! gate.by "exists"))

; table_exists?
((identifier) @gate
  (#word? @gate "table_exists?" "data_source_exists?" "connected?")
  (#set! gate.by "table"))

; include?, key? and their like ask a list or a hash
((identifier) @gate
  (#word? @gate "include?" "member?" "key?" "has_key?" "in?" "index" "fetch" "dig" "[]")
  (#set! gate.by "member"))

((identifier) @gate
  (#word? @gate "exclude?")
  (#set! gate.by "absent"))

((identifier) @gate
  (#word? @gate "any?" "present?" "find" "detect" "find_index" "intersect?")
  (#set! gate.by "some"))

((identifier) @gate
  (#word? @gate "none?" "blank?" "empty?" "nil?")
  (#set! gate.by "none"))
