; Ways past the default scope, past `destroy`, and past the validations of a model.
; https://api.rubyonrails.org/classes/ActiveRecord/Relation.html
; https://api.rubyonrails.org/classes/ActiveRecord/Persistence/ClassMethods.html

; User.where(spam: true).delete_all: one DELETE; acts_as_paranoid alone makes it an UPDATE
((identifier) @bypass
  (#word? @bypass "delete_all" "delete_by")
  (#set! bypass.does "erases")
  (#set! bypass.by "rows")
  (#set! bypass.heeds "acts_as_paranoid"))

; user.delete: without callbacks and without the model's own `destroy`
((identifier) @bypass
  (#word? @bypass "delete")
  (#set! bypass.does "erases")
  (#set! bypass.by "rows")
  (#set! bypass.heeds "acts_as_paranoid")
  (#set! bypass.heeds "paranoia"))

; User.unscoped
((identifier) @bypass
  (#word? @bypass "unscoped")
  (#set! bypass.does "passes")
  (#set! bypass.by "rows"))

; User.find_by_sql("SELECT …"), connection.execute("DELETE …")
((identifier) @bypass
  (#word? @bypass
    "count_by_sql" "exec_delete" "exec_query" "exec_update" "execute" "find_by_sql" "select_all"
    "select_one" "select_rows" "select_value" "select_values")
  (#set! bypass.does "passes")
  (#set! bypass.by "sql"))

; Post.joins("INNER JOIN users ON …")
((identifier) @bypass
  (#word? @bypass "from" "joins")
  (#set! bypass.does "passes")
  (#set! bypass.by "sql"))

; User.upsert_all(rows, unique_by: :email)
((identifier) @bypass
  (#word? @bypass
    "create_or_find_by" "create_or_find_by!" "find_or_create_by" "find_or_create_by!"
    "first_or_create" "first_or_create!" "insert" "insert!" "insert_all" "insert_all!" "upsert"
    "upsert_all")
  (#set! bypass.does "trusts")
  (#set! bypass.by "rows"))

; User.insert_all(rows): ON CONFLICT DO NOTHING
; https://api.rubyonrails.org/classes/ActiveRecord/Persistence/ClassMethods.html#method-i-insert_all
((identifier) @bypass
  (#word? @bypass "insert" "insert_all")
  (#set! bypass.does "skips")
  (#set! bypass.by "rows"))

; User.create!(email: email)
((identifier) @bypass
  (#word? @bypass
    "build" "create" "create!" "create_or_find_by" "create_or_find_by!" "find_or_create_by"
    "find_or_create_by!" "first_or_create" "first_or_create!" "new")
  (#set! bypass.does "makes")
  (#set! bypass.by "keys"))

; User.insert_all([{ email: email }]): no object is made, no callback runs; timestamps are set
; https://api.rubyonrails.org/classes/ActiveRecord/Persistence/ClassMethods.html#method-i-insert_all
((identifier) @bypass
  (#word? @bypass "insert" "insert!" "insert_all" "insert_all!" "upsert" "upsert_all")
  (#set! bypass.does "makes")
  (#set! bypass.by "keys")
  (#set! bypass.past "objects"))

; user.dup: all values but the key
((identifier) @bypass
  (#word? @bypass "amoeba_dup" "deep_clone" "dup")
  (#set! bypass.does "repeats")
  (#set! bypass.by "rows"))
