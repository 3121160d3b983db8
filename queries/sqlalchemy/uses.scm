; What queries of SQLAlchemy do with the columns that they name.
; https://docs.sqlalchemy.org/en/20/orm/queryguide/

; session.query(User), select(User)
((identifier) @query
  (#word? @query "query" "select" "update" "insert" "delete" "with_entities" "aliased" "exists")
  (#set! query.gives "rows")
  (#set! query.of "0"))

((identifier) @query
  (#word? @query "filter_by")
  (#set! query.gives "rows")
  (#set! query.of "joined")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "where" "having" "options" "order_by" "group_by" "limit" "offset"
    "with_for_update" "execution_options" "populate_existing" "enable_eagerloads" "yield_per"
    "scalars" "execute" "unique" "undefer" "subquery" "correlate" "select_from" "returning")
  (#set! query.gives "same"))

((identifier) @query
  (#word? @query "join" "outerjoin")
  (#set! query.gives "joined"))

; session.get(User, 1), session.scalar(select(User))
((identifier) @query
  (#word? @query "get" "scalar" "merge")
  (#set! query.gives "row")
  (#set! query.of "0"))

((identifier) @query
  (#word? @query "scalars" "execute")
  (#set! query.gives "rows")
  (#set! query.of "0"))

((identifier) @query
  (#word? @query "one" "one_or_none" "scalar_one" "scalar_one_or_none" "first_or_404" "get_or_404"
    "one_or_404")
  (#set! query.gives "row"))

((identifier) @query
  (#word? @query "values")
  (#set! query.gives "same")
  (#set! query.how "write"))

; posts.any(nickname="x"), author.has(nickname="x")
((identifier) @query
  (#word? @query "any" "has")
  (#set! query.gives "value")
  (#set! query.how "filter"))

; Arguments of a class body that name columns of its table.
; https://docs.sqlalchemy.org/en/20/core/constraints.html
((identifier) @query
  (#word? @query "PrimaryKeyConstraint" "ForeignKeyConstraint" "ExcludeConstraint" "text")
  (#set! query.gives "columns"))

((identifier) @query
  (#word? @query "__table_args__" "__mapper_args__")
  (#set! query.gives "columns")
  (#set! query.how "load"))

((identifier) @query
  (#word? @query "foreign_keys" "remote_side" "sqlite_where"
    "postgresql_where" "load_only" "column_prefix")
  (#set! query.gives "columns"))

; f"{User.__tablename__}.nickname"
; https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html
((identifier) @query
  (#word? @query "__tablename__")
  (#set! query.gives "table"))
