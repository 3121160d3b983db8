; The parts of a query that may be SQL, or join other tables.
; https://guides.rubyonrails.org/active_record_querying.html

; Post.joins(:user).where("status = ?", status)
((identifier) @clause
  (#word? @clause "group" "having" "not" "regroup" "rewhere" "where")
  (#set! clause.of "condition"))

; Post.order(Arel.sql("lower(status)"))
((identifier) @clause
  (#word? @clause "order" "reorder")
  (#set! clause.of "order"))

; Post.joins(:user).select("posts.*, users.*")
((identifier) @clause
  (#word? @clause
    "any?" "average" "calculate" "count" "empty?" "exists?" "ids" "maximum" "minimum" "none?" "pick"
    "pluck" "reselect" "select" "size" "sum")
  (#set! clause.of "columns"))

; Post.joins(:user)
((identifier) @clause
  (#word? @clause "joins" "left_joins" "left_outer_joins")
  (#set! clause.of "join"))

; Post.eager_load(:user), Post.includes(:user).references(:user)
((identifier) @clause
  (#word? @clause "eager_load" "references")
  (#set! clause.of "eager"))

; Post.find_by_sql("SELECT …")
((identifier) @clause
  (#word? @clause
    "count_by_sql" "exec_delete" "exec_query" "exec_update" "execute" "find_by_sql" "from" "select_all"
    "select_one" "select_rows" "select_value" "select_values")
  (#set! clause.of "statement"))

; User.joins(:posts).distinct
((identifier) @clause
  (#word? @clause "distinct" "uniq")
  (#set! clause.of "distinct"))
