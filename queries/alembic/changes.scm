; Steps of migrations with Alembic.
; https://alembic.sqlalchemy.org/en/latest/ops.html
; `change.table` is the position of the table's name; other positions count without it, for a batch
; (`batch_op`) knows its table.

; op.add_column('users', sa.Column('deleted_at', sa.DateTime()))
((identifier) @change
  (#word? @change "add_column")
  (#set! change.op "add-column") (#set! change.table "0") (#set! change.column "0"))

; op.drop_column('users', 'nickname')
((identifier) @change
  (#word? @change "drop_column")
  (#set! change.op "drop-column") (#set! change.table "0") (#set! change.column "0"))

; op.alter_column('users', 'nickname', new_column_name='handle')
((identifier) @change
  (#word? @change "alter_column")
  (#set! change.op "alter-column") (#set! change.table "0") (#set! change.column "0"))

; op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True))
((identifier) @change
  (#word? @change "create_table")
  (#set! change.op "create-table") (#set! change.table "0"))

; op.drop_table('users')
((identifier) @change
  (#word? @change "drop_table")
  (#set! change.op "drop-table") (#set! change.table "0"))

; op.rename_table('users', 'accounts')
((identifier) @change
  (#word? @change "rename_table")
  (#set! change.op "rename-table") (#set! change.table "0") (#set! change.to "0"))

; op.create_index('ix_users_email', 'users', ['email'], unique=True)
((identifier) @change
  (#word? @change "create_index")
  (#set! change.op "add-index")
  (#set! change.table "1") (#set! change.to "0") (#set! change.columns "1"))

; op.drop_index('ix_users_email', table_name='users')
((identifier) @change
  (#word? @change "drop_index")
  (#set! change.op "drop-index") (#set! change.table "1") (#set! change.to "0"))

; op.create_unique_constraint('uq_users_email', 'users', ['email'])
((identifier) @change
  (#word? @change "create_unique_constraint")
  (#set! change.op "add-unique")
  (#set! change.table "1") (#set! change.to "0") (#set! change.columns "1"))

; op.create_primary_key('pk_users', 'users', ['id'])
((identifier) @change
  (#word? @change "create_primary_key")
  (#set! change.op "change-primary-key") (#set! change.table "1") (#set! change.columns "1"))

; op.create_foreign_key('fk_team', 'users', 'teams', ['team_id'], ['id'])
((identifier) @change
  (#word? @change "create_foreign_key")
  (#set! change.op "add-foreign-key")
  (#set! change.table "1") (#set! change.to "1") (#set! change.columns "2"))

; op.create_check_constraint('ck_age', 'users', 'age > 17')
((identifier) @change
  (#word? @change "create_check_constraint")
  (#set! change.op "add-check") (#set! change.table "1") (#set! change.sql "1"))

; op.drop_constraint('uq_users_email', 'users', type_='unique')
((identifier) @change
  (#word? @change "drop_constraint")
  (#set! change.op "drop-constraint")
  (#set! change.table "1") (#set! change.to "0") (#set! change.type "1"))

; op.execute('UPDATE users SET …'), op.get_bind().execute(…)
((identifier) @change
  (#word? @change "execute" "exec_driver_sql")
  (#set! change.op "execute") (#set! change.sql "0"))

; What changes no table.
((identifier) @change
  (#word? @change "bulk_insert" "f" "get_bind" "get_context" "create_table_comment"
    "drop_table_comment" "create_exclude_constraint" "add_insert" "autocommit_block"
    "create_exclusion_constraint")
  (#set! change.op "nothing"))

; users.update().values(state='open'), session.query(User).update({…})
((identifier) @change
  (#word? @change "update")
  (#set! change.op "update-rows"))

; setattr(user, 'state', 'open')
((identifier) @change
  (#word? @change "setattr")
  (#set! change.op "set-attribute"))

; sa.Column('id', sa.Integer())
((identifier) @change
  (#word? @change "Column")
  (#set! change.op "column"))

; sa.PrimaryKeyConstraint('id')
((identifier) @change
  (#word? @change "PrimaryKeyConstraint")
  (#set! change.op "primary-key"))

; sa.UniqueConstraint('email')
((identifier) @change
  (#word? @change "UniqueConstraint")
  (#set! change.op "unique"))

; sa.ForeignKeyConstraint(['team_id'], ['teams.id']), and what else stands in a table without
; being a column.
((identifier) @change
  (#word? @change "ForeignKeyConstraint" "CheckConstraint" "ExcludeConstraint" "Index")
  (#set! change.op "constraint"))

; sa.Column('team_id', sa.Integer(), sa.ForeignKey('teams.id'))
((identifier) @change
  (#word? @change "ForeignKey")
  (#set! change.op "foreign-key"))

; with op.batch_alter_table('users') as batch_op
((identifier) @control
  (#word? @control "batch_alter_table")
  (#set! control.of "batch"))

; sa.table('users', sa.column('state'))
((identifier) @control
  (#word? @control "table" "Table" "TableClause")
  (#set! control.of "table"))

; session.query(User), sa.select(User)
((identifier) @control
  (#word? @control "query" "select")
  (#set! control.of "query"))

; Methods of a query or a session that leave no row out.
((identifier) @control
  (#word? @control "all" "order_by" "options" "yield_per" "scalars" "unique" "execution_options"
    "with_for_update" "select_from" "fetchall" "execute" "returning")
  (#set! control.of "same-rows"))

; Methods of a query that leave rows out.
((identifier) @control
  (#word? @control "filter" "filter_by" "where" "join" "outerjoin" "limit" "offset" "distinct"
    "having")
  (#set! control.of "some-rows"))

; Methods of a query that find one row.
((identifier) @control
  (#word? @control "one" "one_or_none" "first" "get" "scalar" "scalar_one" "scalar_one_or_none")
  (#set! control.of "one-row"))

; users.update().values(state='open')
((identifier) @control
  (#word? @control "values" "ordered_values")
  (#set! control.of "values"))

; sa.func.now()
((identifier) @value
  (#word? @value "now" "utcnow" "today" "current_timestamp" "uuid4" "uuid1" "gen_random_uuid"
    "uuid_generate_v4" "dumps" "datetime" "date" "localtimestamp" "token_hex" "join" "format" "str"
    "int" "len" "timestamp" "isoformat")
  (#set! value.is "set"))

; sa.true()
((identifier) @value
  (#word? @value "true")
  (#set! value.is "true"))

; sa.false()
((identifier) @value
  (#word? @value "false")
  (#set! value.is "false"))

; sa.null()
((identifier) @value
  (#word? @value "null")
  (#set! value.is "null"))

; sa.literal('open')
((identifier) @value
  (#word? @value "literal" "bindparam" "cast")
  (#set! value.is "inner"))

; sa.String(length=80)
((identifier) @field
  (#word? @field "String" "VARCHAR" "Unicode" "AutoString" "NVARCHAR")
  (#set! field.sql "varchar(length)"))

; sa.CHAR(2)
((identifier) @field
  (#word? @field "CHAR" "NCHAR")
  (#set! field.sql "char(length)"))

; sa.Text()
((identifier) @field
  (#word? @field "Text" "TEXT" "UnicodeText" "MEDIUMTEXT" "LONGTEXT" "CLOB")
  (#set! field.sql "text"))

; sa.Integer()
((identifier) @field
  (#word? @field "Integer" "INTEGER" "INT")
  (#set! field.sql "integer"))

; sa.BigInteger()
((identifier) @field
  (#word? @field "BigInteger" "BIGINT")
  (#set! field.sql "bigint"))

; sa.SmallInteger()
((identifier) @field
  (#word? @field "SmallInteger" "SMALLINT" "TINYINT")
  (#set! field.sql "smallint"))

; sa.Boolean()
((identifier) @field
  (#word? @field "Boolean" "BOOLEAN")
  (#set! field.sql "boolean"))

; sa.DateTime(timezone=True)
((identifier) @field
  (#word? @field "DateTime" "TIMESTAMP" "DATETIME")
  (#set! field.sql "timestamp") (#set! field.zoned "timestamptz"))

; sa.Date()
((identifier) @field
  (#word? @field "Date" "DATE")
  (#set! field.sql "date"))

; sa.Time()
((identifier) @field
  (#word? @field "Time" "TIME")
  (#set! field.sql "time") (#set! field.zoned "timetz"))

; sa.Interval()
((identifier) @field
  (#word? @field "Interval" "INTERVAL")
  (#set! field.sql "interval"))

; sa.Numeric(10, 2)
((identifier) @field
  (#word? @field "Numeric" "NUMERIC" "DECIMAL")
  (#set! field.sql "numeric(precision,scale)"))

; sa.Float()
((identifier) @field
  (#word? @field "Float" "FLOAT" "Double" "DOUBLE" "DOUBLE_PRECISION" "REAL")
  (#set! field.sql "double precision"))

; sa.LargeBinary()
((identifier) @field
  (#word? @field "LargeBinary" "BYTEA" "BLOB" "BINARY" "VARBINARY")
  (#set! field.sql "bytea"))

; sa.JSON()
((identifier) @field
  (#word? @field "JSON")
  (#set! field.sql "json"))

; postgresql.JSONB()
((identifier) @field
  (#word? @field "JSONB")
  (#set! field.sql "jsonb"))

; postgresql.UUID(as_uuid=True)
((identifier) @field
  (#word? @field "UUID" "Uuid")
  (#set! field.sql "uuid"))

; sa.Enum('open', 'closed', name='state')
((identifier) @field
  (#word? @field "Enum" "ENUM")
  (#set! field.sql "enum") (#set! field.kind "enum"))

; postgresql.ARRAY(sa.Text())
((identifier) @field
  (#word? @field "ARRAY")
  (#set! field.kind "list"))

; sync_trigger(op.get_bind(), 'users', 'search_vector', ['name', 'email'])
; https://github.com/kvesteri/sqlalchemy-searchable
((identifier) @change
  (#word? @change "sync_trigger")
  (#set! change.op "sync-trigger"))

; drop_trigger(op.get_bind(), 'users', 'search_vector')
((identifier) @change
  (#word? @change "drop_trigger")
  (#set! change.op "drop-trigger"))
