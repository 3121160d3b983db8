; Code of Rails that takes all columns of a record, or sets whatever is sent.
; https://api.rubyonrails.org/classes/ActiveModel/Serializers/JSON.html
; https://guides.rubyonrails.org/action_controller_overview.html#strong-parameters

; render json: @user; a serializer of the model's name is found by active_model_serializers
((identifier) @consumer
  (#word? @consumer "paginate" "render")
  (#set! consumer.shape "render")
  (#set! consumer.from "active_model_serializers")
  (#set! consumer.of "json")
  (#set! consumer.of "xml")
  (#set! consumer.list "only")
  (#set! consumer.list "serializer")
  (#set! consumer.list "each_serializer")
  (#set! consumer.list "blueprint")
  (#set! consumer.except "except")
  (#set! consumer.shows "outside"))

; user.to_json, users.as_json(except: :notes)
((identifier) @consumer
  (#word? @consumer "as_json" "serializable_hash" "to_json" "to_xml")
  (#set! consumer.shape "dump")
  (#set! consumer.list "only")
  (#set! consumer.except "except")
  (#set! consumer.shows "outside"))

; json.merge! @user.attributes
((identifier) @consumer
  (#word? @consumer "attributes")
  (#set! consumer.shape "row")
  (#set! consumer.shows "outside"))

; logger.info "login of #{user.inspect}"
((identifier) @consumer
  (#word? @consumer "inspect")
  (#set! consumer.shape "print")
  (#set! consumer.shows "inside"))

((identifier) @outlet
  (#word? @outlet "as_json" "csv" "merge!" "render" "to_csv" "to_json")
  (#set! outlet.reach "outside"))

; Rails.logger.info(user.inspect)
((identifier) @outlet
  (#word? @outlet "debug" "error" "fatal" "info" "log" "print" "puts" "raise" "warn")
  (#set! outlet.reach "inside"))

; User.pluck(*User.column_names), attributes(*User.column_names), json.extract!(user, *User.column_names)
((identifier) @consumer
  (#word? @consumer
    "attribute" "attributes" "expose" "extract!" "field" "fields" "pluck" "values_at")
  (#set! consumer.shape "by-columns")
  (#set! consumer.shows "outside"))

; User.column_names.map { |name| user.send(name) }
((identifier) @consumer
  (#word? @consumer "public_send" "read_attribute" "send" "slice")
  (#set! consumer.shape "by-columns")
  (#set! consumer.inner "copies")
  (#set! consumer.shows "outside"))

; params.require(:user).permit(*User.column_names)
((identifier) @consumer
  (#word? @consumer "permit")
  (#set! consumer.shape "by-columns")
  (#set! consumer.writes "outside"))

; User.column_names
((identifier) @consumer
  (#word? @consumer "attribute_names" "column_names")
  (#set! consumer.shape "columns"))

; User.create!(params.require(:user).permit!)
((identifier) @consumer
  (#word? @consumer
    "assign_attributes" "attributes" "build" "create" "create!" "create_or_find_by"
    "create_or_find_by!" "create_with" "find_or_create_by" "find_or_create_by!"
    "find_or_initialize_by" "first_or_create" "first_or_create!" "first_or_initialize" "insert"
    "insert!" "insert_all" "insert_all!" "new" "update" "update!" "update_all"
    "update_attributes" "update_attributes!" "update_columns" "upsert" "upsert_all")
  (#set! consumer.shape "assign")
  (#set! consumer.writes "outside"))

; params.permit!, params[:user].to_unsafe_h
((identifier) @inflow
  (#word? @inflow "permit!" "to_unsafe_h" "to_unsafe_hash")
  (#set! inflow.is "request"))

; params[:user]
((identifier) @inflow
  (#word? @inflow "params" "request" "session")
  (#set! inflow.is "sent"))

; User.where(active: true).order(:id)
((identifier) @access
  (#word? @access
    "all" "distinct" "eager_load" "find_by_sql" "find_each" "includes" "joins" "kept" "left_joins"
    "left_outer_joins" "limit" "load" "merge" "none" "not" "offset" "or" "order" "page" "per"
    "preload" "readonly" "references" "reload" "reorder" "reverse" "reverse_order" "rewhere"
    "shuffle" "sort_by" "to_a" "uniq" "unscope" "unscoped" "where" "with_deleted")
  (#set! access.gives "rows"))

; User.select(:id, :name)
((identifier) @access
  (#word? @access "select")
  (#set! access.gives "columns"))

; User.find(params[:id])
((identifier) @access
  (#word? @access
    "create" "create!" "find" "find_by" "find_by!" "find_or_create_by" "find_or_create_by!"
    "find_or_initialize_by" "first" "first!" "first_or_create" "first_or_initialize" "last" "last!"
    "new" "sample" "second" "sole" "take" "take!")
  (#set! access.gives "row"))

; ActiveRecord::Base.connection.select_all("SELECT * FROM users")
((identifier) @access
  (#word? @access
    "exec_query" "execute" "select_all" "select_one" "select_rows")
  (#set! access.gives "sql"))
