; What calls on a model, its rows or a row do with the columns that they name, and what they give.
; https://guides.rubyonrails.org/active_record_querying.html

; User.where(nickname: "x")
((identifier) @query
  (#word? @query "where" "not" "rewhere" "having" "invert_where" "and" "or" "excluding" "without")
  (#set! query.gives "rows")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "find_by" "find_by!" "find_sole_by" "find_or_create_by" "find_or_create_by!"
    "find_or_initialize_by" "create_or_find_by" "create_or_find_by!")
  (#set! query.gives "row")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "exists?" "count" "sum" "average" "minimum" "maximum" "calculate" "ids" "delete_by"
    "destroy_by" "any?" "none?" "size" "empty?" "present?" "blank?" "nil?" "to_sql")
  (#set! query.gives "value")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "order" "reorder" "in_order_of" "group" "regroup")
  (#set! query.gives "rows")
  (#set! query.how "order"))

((identifier) @query
  (#word? @query "select" "reselect" "distinct" "includes" "joins" "left_joins" "left_outer_joins"
    "eager_load" "preload" "references" "limit" "offset" "lock" "readonly" "all" "unscoped" "unscope"
    "merge" "from" "extending" "in_batches" "load" "reload" "with_deleted" "only_deleted" "uniq"
    "compact" "sort_by" "reject" "filter" "reverse" "to_a" "page" "per" "none" "strict_loading"
    "associated" "excluding" "invert_where" "missing" "without"
    "create_with" "annotate" "optimizer_hints" "tap" "then" "dup" "includes_values" "shuffle")
  (#set! query.gives "same")
  (#set! query.how "select"))

((identifier) @query
  (#word? @query "pluck" "pick" "index_by" "group_by" "map" "flat_map" "collect" "filter_map" "sum"
    "max_by" "min_by" "each_with_object" "partition" "to_h")
  (#set! query.gives "value")
  (#set! query.how "read"))

((identifier) @query
  (#word? @query "find" "first" "first!" "last" "last!" "take" "take!" "second" "sole" "sample" "detect"
    "find_each" "each" "each_with_index" "find_in_batches" "instantiate")
  (#set! query.gives "row")
  (#set! query.how "read"))

; User.new(nickname: "x") calls `nickname=` (`attribute_assignment.rb`, Rails 8.0)
((identifier) @query
  (#word? @query "new" "build" "create" "create!" "first_or_create" "first_or_create!"
    "first_or_initialize")
  (#set! query.gives "row")
  (#set! query.how "write")
  (#set! query.through "setters"))

((identifier) @query
  (#word? @query "insert" "insert!" "upsert")
  (#set! query.gives "row")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "update" "update!" "update_attributes" "update_attributes!" "update_attribute"
    "assign_attributes" "attributes")
  (#set! query.gives "value")
  (#set! query.how "write")
  (#set! query.through "setters"))

((identifier) @query
  (#word? @query "update_column" "update_columns" "update_all" "write_attribute"
    "insert_all" "insert_all!" "upsert_all" "increment" "increment!" "decrement" "decrement!"
    "toggle" "toggle!" "touch" "touch_all" "update_counters" "increment_counter" "decrement_counter"
    "reset_counters" "regenerate_token")
  (#set! query.gives "value")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "read_attribute" "read_attribute_before_type_cast" "attribute_changed?" "public_send"
    "send" "try" "try!" "attribute_present?" "slice" "values_at" "attribute_was"
    "saved_change_to_attribute?" "attribute_in_database" "dig" "column_names" "columns_hash"
    "type_for_attribute" "defined_enums")
  (#set! query.gives "value")
  (#set! query.how "read"))

; User.human_attribute_name(:nickname): answers for any name
((identifier) @query
  (#word? @query "human_attribute_name" "respond_to?" "has_attribute?")
  (#set! query.gives "value")
  (#set! query.how "mention"))

; user.class.where(…)
((identifier) @query
  (#word? @query "class" "klass")
  (#set! query.gives "class"))

; form_for(@user) { |f| f.text_field :nickname }
((identifier) @query
  (#word? @query "form_for" "form_with" "fields_for" "simple_form_for" "simple_fields_for"
    "semantic_form_for" "bootstrap_form_for" "bootstrap_form_with" "nested_form_for" "fields"
    "govuk_form_for" "govuk_form_with")
  (#set! query.gives "form")
  (#set! query.of "0")
  (#set! query.block "form"))

; user.as_json(only: [:nickname])
((identifier) @query
  (#word? @query "only" "except" "methods" "on" "scope" "if" "unless" "columns" "unique_by" "update_only"
    "returning" "fields" "attributes" "select" "group" "order")
  (#set! query.gives "columns"))

; has_many :posts, foreign_key: :author_id: a column of the side that holds the key
; https://api.rubyonrails.org/classes/ActiveRecord/Associations/ClassMethods.html
((identifier) @query
  (#word? @query "foreign_key" "foreign_type")
  (#set! query.gives "key"))

; belongs_to :post, counter_cache: :comments_count: a column of the other side
((identifier) @query
  (#word? @query "counter_cache")
  (#set! query.gives "other"))

; has_many :posts, conditions: { hidden: false }: columns of the other side, until Rails 4
; https://guides.rubyonrails.org/v3.2/association_basics.html
((identifier) @query
  (#word? @query "conditions")
  (#set! query.gives "conditions"))

; Methods that Active Record makes of a column's name.
; https://api.rubyonrails.org/classes/ActiveModel/Dirty.html
((identifier) @accessor
  (#word? @accessor "*?" "*_was" "*_changed?" "*_change" "*_before_type_cast" "*_came_from_user?"
    "*_in_database" "*_before_last_save" "*_previously_changed?" "*_previous_change"
    "*_previously_was" "*_change_to_be_saved" "saved_change_to_*" "saved_change_to_*?"
    "will_save_change_to_*?" "human_*")
  (#set! accessor.how "read"))

((identifier) @accessor
  (#word? @accessor "*_will_change!" "restore_*!" "clear_*_change" "regenerate_*")
  (#set! accessor.how "write"))

((identifier) @accessor
  (#word? @accessor "find_by_*" "find_by_*!" "find_all_by_*" "find_or_create_by_*"
    "find_or_initialize_by_*")
  (#set! accessor.how "filter"))

; Classes that serve a model and are named for it.
((constant) @companion
  (#word? @companion "Serializer" "Controller" "Policy" "Form" "Decorator" "Presenter" "Factory"
    "Blueprint" "Resource" "Representer" "Helper" "Mailer" "Type" "Job" "Worker" "Query" "Finder"
    "Service" "Creator" "Updater" "Builder" "Component" "Validator" "Ability" "Dashboard"
    "Importer" "Exporter" "Search" "Searcher" "Filter" "Contract" "Entity" "Concern" "Facade"
    "Drop" "Observer" "Sweeper" "Uploader" "Channel"))

; user.public_send(name)
((identifier) @dynamic
  (#word? @dynamic "send" "public_send" "__send__" "try" "try!" "read_attribute" "write_attribute"
    "update_attribute" "update_column" "read_attribute_before_type_cast")
  (#set! dynamic.at "0"))

; t("users.email"): the key of a message
((identifier) @query
  (#word? @query "t" "translate")
  (#set! query.gives "message"))

; "#{User.table_name}.nickname"
; https://api.rubyonrails.org/v8.0/classes/ActiveRecord/ModelSchema/ClassMethods.html
((identifier) @query
  (#word? @query "table_name" "quoted_table_name")
  (#set! query.gives "table"))
