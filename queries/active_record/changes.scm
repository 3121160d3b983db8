; Steps of migrations and of schema dumps. Fields are positions of arguments. A word without a
; table belongs to the block of `create_table` and `change_table`; one with a table may stand there
; too, and its other positions then count from the argument after the table.
; https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/SchemaStatements.html

; add_column :users, :deleted_at, :datetime, null: false
((identifier) @change
  (#word? @change "add_column" "add_column_with_default" "add_concurrent_column"
    "safe_add_column" "unsafe_add_column")
  (#set! change.op "add-column")
  (#set! change.table "0") (#set! change.column "1") (#set! change.type "2"))

; add_columns :users, :a, :b, type: :string
((identifier) @change
  (#word? @change "add_columns")
  (#set! change.op "add-column")
  (#set! change.table "0") (#set! change.columns "1"))

; remove_column :users, :nickname, :string
((identifier) @change
  (#word? @change "remove_column" "safe_remove_column" "unsafe_remove_column")
  (#set! change.op "drop-column")
  (#set! change.table "0") (#set! change.columns "1") (#set! change.type "2"))

; remove_columns :users, :nickname, :handle, type: :string
((identifier) @change
  (#word? @change "remove_columns")
  (#set! change.op "drop-column")
  (#set! change.table "0") (#set! change.columns "1"))

; cleanup_concurrent_column_rename :users, :nickname, :handle (GitLab)
((identifier) @change
  (#word? @change "cleanup_concurrent_column_rename")
  (#set! change.op "drop-column")
  (#set! change.table "0") (#set! change.column "1"))

; rename_column :users, :nickname, :handle
((identifier) @change
  (#word? @change "rename_column" "unsafe_rename_column")
  (#set! change.op "rename-column")
  (#set! change.table "0") (#set! change.column "1") (#set! change.to "2"))

; rename_column_concurrently :users, :nickname, :handle: both are there until the clean-up (GitLab)
((identifier) @change
  (#word? @change "rename_column_concurrently")
  (#set! change.op "copy-column")
  (#set! change.table "0") (#set! change.column "2") (#set! change.type "3"))

; change_column :users, :age, :bigint
((identifier) @change
  (#word? @change "change_column" "change_column_type_concurrently" "unsafe_change_column")
  (#set! change.op "alter-column")
  (#set! change.table "0") (#set! change.column "1") (#set! change.type "2"))

; change_column_null :users, :name, false, "none"; t.change_null :name, false
((identifier) @change
  (#word? @change "change_column_null" "change_null" "unsafe_change_column_null")
  (#set! change.op "alter-null")
  (#set! change.table "0") (#set! change.column "1") (#set! change.null "2"))

; change_column_default :users, :role, from: nil, to: "member"
((identifier) @change
  (#word? @change "change_column_default" "change_default" "safe_change_column_default")
  (#set! change.op "alter-default")
  (#set! change.table "0") (#set! change.column "1") (#set! change.default "2"))

; add_not_null_constraint :users, :name (GitLab)
((identifier) @change
  (#word? @change "add_not_null_constraint" "safe_make_column_not_nullable"
    "unsafe_make_column_not_nullable")
  (#set! change.op "set-not-null")
  (#set! change.table "0") (#set! change.column "1"))

; remove_not_null_constraint :users, :name (GitLab)
((identifier) @change
  (#word? @change "remove_not_null_constraint" "safe_make_column_nullable")
  (#set! change.op "set-null")
  (#set! change.table "0") (#set! change.column "1"))

; create_table :users do |t| … end
((identifier) @change
  (#word? @change "create_table" "create_table_with_constraints" "safe_create_table"
    "unsafe_create_table")
  (#set! change.op "create-table")
  (#set! change.table "0"))

; create_join_table :users, :roles
((identifier) @change
  (#word? @change "create_join_table")
  (#set! change.op "create-join-table")
  (#set! change.table "0") (#set! change.to "1"))

((identifier) @change
  (#word? @change "drop_join_table")
  (#set! change.op "drop-join-table")
  (#set! change.table "0") (#set! change.to "1"))

; change_table :users, bulk: true do |t| … end
((identifier) @change
  (#word? @change "change_table")
  (#set! change.op "change-table")
  (#set! change.table "0"))

; drop_table :users, :posts
((identifier) @change
  (#word? @change "drop_table" "unsafe_drop_table")
  (#set! change.op "drop-table")
  (#set! change.table "0"))

((identifier) @change
  (#word? @change "rename_table" "unsafe_rename_table")
  (#set! change.op "rename-table")
  (#set! change.table "0") (#set! change.to "1"))

; add_reference :posts, :user, polymorphic: true, foreign_key: true
((identifier) @change
  (#word? @change "add_reference" "add_belongs_to" "add_concurrent_reference")
  (#set! change.op "add-reference")
  (#set! change.table "0") (#set! change.columns "1"))

; t.references :user, :team
((identifier) @change
  (#word? @change "references" "belongs_to")
  (#set! change.op "add-reference")
  (#set! change.columns "0"))

; remove_reference :posts, :user; t.remove_references :user
((identifier) @change
  (#word? @change "remove_reference" "remove_belongs_to" "remove_references")
  (#set! change.op "drop-reference")
  (#set! change.table "0") (#set! change.columns "1"))

((identifier) @change
  (#word? @change "add_timestamps" "add_timestamps_with_timezone")
  (#set! change.op "add-timestamps")
  (#set! change.table "0"))

; t.timestamps
((identifier) @change
  (#word? @change "timestamps" "timestamps_with_timezone")
  (#set! change.op "add-timestamps"))

((identifier) @change
  (#word? @change "remove_timestamps")
  (#set! change.op "drop-timestamps")
  (#set! change.table "0"))

; add_attachment :users, :avatar (Paperclip)
((identifier) @change
  (#word? @change "add_attachment")
  (#set! change.op "add-attachment")
  (#set! change.table "0") (#set! change.columns "1"))

((identifier) @change
  (#word? @change "attachment" "has_attached_file")
  (#set! change.op "add-attachment")
  (#set! change.columns "0"))

((identifier) @change
  (#word? @change "remove_attachment")
  (#set! change.op "drop-attachment")
  (#set! change.table "0") (#set! change.columns "1"))

; add_index :users, :email, unique: true
((identifier) @change
  (#word? @change "add_index" "add_concurrent_index" "safe_add_concurrent_index"
    "unsafe_add_index" "prepare_async_index")
  (#set! change.op "add-index")
  (#set! change.table "0") (#set! change.column "1"))

; t.index [:email], unique: true
((identifier) @change
  (#word? @change "index")
  (#set! change.op "add-index")
  (#set! change.column "0"))

((identifier) @change
  (#word? @change "remove_index" "remove_concurrent_index" "safe_remove_concurrent_index"
    "unsafe_remove_index")
  (#set! change.op "drop-index")
  (#set! change.table "0") (#set! change.column "1"))

; remove_concurrent_index_by_name :users, "index_users_on_email" (GitLab)
((identifier) @change
  (#word? @change "remove_concurrent_index_by_name")
  (#set! change.op "drop-index")
  (#set! change.table "0") (#set! change.to "1"))

((identifier) @change
  (#word? @change "add_unique_constraint" "add_unique_key")
  (#set! change.op "add-unique")
  (#set! change.table "0") (#set! change.column "1"))

; t.unique_constraint [:position]
((identifier) @change
  (#word? @change "unique_constraint" "unique_key")
  (#set! change.op "add-unique")
  (#set! change.column "0"))

((identifier) @change
  (#word? @change "remove_unique_constraint" "remove_unique_key")
  (#set! change.op "drop-unique")
  (#set! change.table "0") (#set! change.column "1"))

; add_foreign_key :posts, :users
((identifier) @change
  (#word? @change "add_foreign_key" "add_concurrent_foreign_key" "unsafe_add_foreign_key")
  (#set! change.op "add-foreign-key")
  (#set! change.table "0") (#set! change.to "1"))

; t.foreign_key :users
((identifier) @change
  (#word? @change "foreign_key")
  (#set! change.op "add-foreign-key")
  (#set! change.to "0"))

((identifier) @change
  (#word? @change "remove_foreign_key" "remove_foreign_key_if_exists"
    "remove_foreign_key_without_error")
  (#set! change.op "drop-foreign-key")
  (#set! change.table "0") (#set! change.to "1"))

; add_check_constraint :users, "age > 0"
((identifier) @change
  (#word? @change "add_check_constraint" "safe_add_check_constraint"
    "unsafe_add_check_constraint")
  (#set! change.op "add-check")
  (#set! change.table "0") (#set! change.column "1"))

; remove_check_constraint :users, name: "adults"
((identifier) @change
  (#word? @change "remove_check_constraint")
  (#set! change.op "drop-check")
  (#set! change.table "0") (#set! change.column "1"))

; create_view "active_users", sql_definition: <<-SQL (dumps of scenic)
((identifier) @change
  (#word? @change "create_view" "replace_view" "update_view")
  (#set! change.op "create-view")
  (#set! change.table "0"))

((identifier) @change
  (#word? @change "drop_view")
  (#set! change.op "drop-view")
  (#set! change.table "0"))

; create_function :count_posts, sql_definition: <<-SQL (dumps of fx)
((identifier) @change
  (#word? @change "create_function" "update_function")
  (#set! change.op "create-function")
  (#set! change.table "0"))

((identifier) @change
  (#word? @change "drop_function")
  (#set! change.op "drop-function")
  (#set! change.table "0"))

; create_trigger :audit_users, sql_definition: <<-SQL (dumps of fx);
; create_trigger("users_insert").on("users").after(:insert) { "UPDATE …" } (hairtrigger)
((identifier) @change
  (#word? @change "create_trigger" "update_trigger")
  (#set! change.op "create-trigger")
  (#set! change.table "0"))

((identifier) @change
  (#word? @change "drop_trigger")
  (#set! change.op "drop-trigger")
  (#set! change.table "0"))

; t.check_constraint "age > 0"
((identifier) @change
  (#word? @change "check_constraint")
  (#set! change.op "add-check")
  (#set! change.column "0"))

; t.column :deleted_at, :datetime
((identifier) @change
  (#word? @change "column")
  (#set! change.op "add-column")
  (#set! change.column "0") (#set! change.type "1"))

; t.remove :nickname
((identifier) @change
  (#word? @change "remove")
  (#set! change.op "drop-column")
  (#set! change.columns "0"))

; t.rename :nickname, :handle
((identifier) @change
  (#word? @change "rename")
  (#set! change.op "rename-column")
  (#set! change.column "0") (#set! change.to "1"))

; t.change :age, :bigint
((identifier) @change
  (#word? @change "change")
  (#set! change.op "alter-column")
  (#set! change.column "0") (#set! change.type "1"))

; t.string :email, :name, null: false
((identifier) @change
  (#word? @change "bigint" "bigserial" "binary" "bit" "bit_varying" "blob" "boolean" "box" "char"
    "cidr" "circle" "citext" "date" "daterange" "datetime" "datetimeoffset"
    "datetime_with_timezone" "decimal" "enum" "float" "geography" "geometry" "halfvec" "hstore"
    "inet" "int4range" "int8range" "integer" "interval" "json" "jsonb" "line" "line_string"
    "linestring" "longblob" "longtext" "lseg" "ltree" "macaddr" "mediumblob" "mediumint"
    "mediumtext" "money" "multi_polygon" "numeric" "numrange" "oid" "path" "point" "polygon"
    "primary_key" "serial" "smallint" "sparsevec" "st_point" "string" "text" "time" "timestamp"
    "timestamptz" "tinyblob" "tinyint" "tinytext" "tsrange" "tstzrange" "tsvector"
    "unsigned_bigint" "unsigned_decimal" "unsigned_float" "unsigned_integer" "uuid" "varbinary"
    "vector" "virtual" "xml" "year")
  (#set! change.op "typed-columns")
  (#set! change.columns "0"))

; execute "ALTER TABLE …"
((identifier) @change
  (#word? @change "execute" "exec_query" "exec_update" "exec_delete" "exec_insert" "update"
    "delete" "insert" "safety_assured_execute" "execute_in_batches" "unsafe_execute")
  (#set! change.op "sql")
  (#set! change.column "0"))

; User.update_all(deleted_at: nil); user.update!(deleted_at: nil)
((identifier) @change
  (#word? @change "update_all" "update" "update!" "update_columns" "update_attributes"
    "update_attributes!")
  (#set! change.op "backfill"))

; User.delete_all
((identifier) @change
  (#word? @change "delete_all" "destroy_all")
  (#set! change.op "delete-rows"))

; user.update_column(:deleted_at, nil)
((identifier) @change
  (#word? @change "update_column" "update_attribute" "update_attribute!")
  (#set! change.op "backfill")
  (#set! change.column "0") (#set! change.default "1"))

; User.reset_counters(user.id, :posts, :comments)
((identifier) @change
  (#word? @change "reset_counters")
  (#set! change.op "recount")
  (#set! change.columns "1"))

; User.update_counters(user.id, posts_count: 5)
((identifier) @change
  (#word? @change "update_counters")
  (#set! change.op "recount"))

; update_column_in_batches(:users, :active, true) (GitLab)
((identifier) @change
  (#word? @change "update_column_in_batches" "backfill_column_in_batches")
  (#set! change.op "backfill-column")
  (#set! change.table "0") (#set! change.column "1") (#set! change.default "2"))

; reversible do |dir| dir.up { … } end, up_only { … }, safety_assured { … }
((identifier) @control
  (#word? @control "reversible" "up" "up_only" "safety_assured" "with_lock_retries" "transaction"
    "suppress_messages" "say_with_time" "disable_statement_timeout" "ActiveRecord::Base"
    "each" "each_pair" "each_with_index" "tap" "without_statement_timeout")
  (#set! control.of "runs"))

((identifier) @control
  (#word? @control "down")
  (#set! control.of "down"))

((identifier) @control
  (#word? @control "revert")
  (#set! control.of "revert"))

; what a migration says or asks without changing a column
((identifier) @control
  (#word? @control "say" "announce" "puts" "p" "pp" "print" "printf" "warn" "write" "sleep"
    "require" "require_relative" "require_dependency" "load" "include" "extend" "raise" "fail"
    "abort" "exit" "throw" "lambda" "proc" "rand" "srand" "binding" "method" "format" "sprintf"
    "super" "attr_reader" "attr_writer" "module_function" "private_constant" "using"
    "private_class_method" "public" "protected" "alias_method" "define_method" "const_set"
    "reset_column_information" "set_lock_timeout" "set_statement_timeout"
    "disable_ddl_transaction" "disable_ddl_transaction!" "milestone"
    "restrict_gitlab_migration" "validate_foreign_key" "validate_constraint"
    "validate_check_constraint" "validate_not_null_constraint" "rename_index"
    "enable_extension" "disable_extension" "exclusion_constraint" "add_exclusion_constraint"
    "remove_exclusion_constraint" "change_column_comment" "change_table_comment"
    "change_comment" "comment" "table_exists?" "column_exists?" "index_exists?"
    "foreign_key_exists?" "clear_cache!" "create_schema" "drop_schema" "quote"
    "quote_column_name" "quote_table_name" "connection" "logger" "attr_accessor" "private"
    "delegate" "validates" "scope" "has_many" "has_one" "lock_table"
    "create_enum" "add_enum_value" "drop_enum" "rename_enum" "rename_enum_value"
    "set_table_comment" "freeze" "version" "direction" "select_all" "select_one" "select_rows"
    "select_value" "select_values" "tables" "columns" "indexes" "foreign_keys" "adapter_name"
    "reset_pk_sequence!" "reset_sequence!" "add_text_limit" "validate_text_limit"
    "remove_text_limit" "ensure_batched_background_migration_is_finished"
    "finalize_batched_background_migration" "queue_batched_background_migration"
    "schedule_background_migration" "assume_migrated_upto_version"
    "begin_db_transaction" "commit_db_transaction" "rollback_db_transaction"
    "create_savepoint" "release_savepoint" "refresh_materialized_view")
  (#set! control.of "nothing"))
