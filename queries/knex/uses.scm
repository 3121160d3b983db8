; What the query builders of Knex, Objection and Kysely do with the columns that they name.
; https://knexjs.org/guide/query-builder.html

; knex('users'), selectFrom('users as u')
((identifier) @query
  (#word? @query "knex" "from" "table" "selectFrom" "updateTable" "insertInto" "replaceInto" "deleteFrom" "into"
    "pg" "trx" "db" "mergeInto")
  (#set! query.gives "rows")
  (#set! query.of "0"))

; .where('nickname', name)
((identifier) @query
  (#word? @query "where" "andWhere" "orWhere" "whereIn" "whereNot" "whereNotIn" "whereNull" "whereNotNull"
    "whereBetween" "whereLike" "whereILike" "whereRaw" "orWhereIn" "orWhereNull" "orWhereNotNull"
    "orWhereRaw" "whereJsonPath" "whereRef" "having" "havingRaw" "onRef" "findByIds")
  (#set! query.gives "same")
  (#set! query.how "filter")
  (#set! query.block "same"))

((identifier) @query
  (#word? @query "select" "column" "columns" "distinct" "first" "pluck" "returning" "returningAll" "selectAll"
    "groupBy" "groupByRaw" "$pick" "$omit" "sumDistinct" "avg" "onConflict" "merge" "doUpdateSet")
  (#set! query.gives "same")
  (#set! query.how "select")
  (#set! query.block "same"))

((identifier) @query
  (#word? @query "orderByRaw" "orderBy")
  (#set! query.gives "same")
  (#set! query.how "order")
  (#set! query.block "row"))

((identifier) @query
  (#word? @query "insert" "values" "patch" "patchAndFetchById" "updateAndFetchById" "insertAndFetch" "insertGraph"
    "upsertGraph" "del" "set" "$set" "$query" "patchAndFetch")
  (#set! query.gives "same")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "query" "$relatedQuery" "relatedQuery" "execute" "$if" "$call" "$castTo" "$narrowType" "as"
    "limit" "offset" "forUpdate" "transacting" "leftJoin" "innerJoin" "join" "rightJoin" "fullJoin" "with"
    "joinRelated" "withGraphFetched" "withGraphJoined" "modify" "clone" "using" "allowGraph" "throwIfNotFound"
    "$notNull" "clearSelect")
  (#set! query.gives "same")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "executeTakeFirst" "executeTakeFirstOrThrow" "fetchOne")
  (#set! query.gives "row"))
