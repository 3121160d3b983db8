; What the client of Prisma does with the columns that its options name.
; https://www.prisma.io/docs/orm/reference/prisma-client-reference

; prisma.user.findMany({ where: { nickname } })
((identifier) @query
  (#word? @query "findMany" "createManyAndReturn" "updateManyAndReturn")
  (#set! query.gives "rows")
  (#set! query.how "filter")
  (#set! query.of "delegate"))

((identifier) @query
  (#word? @query "findUnique" "findFirst" "findUniqueOrThrow" "findFirstOrThrow")
  (#set! query.gives "row")
  (#set! query.how "filter")
  (#set! query.of "delegate"))

((identifier) @query
  (#word? @query "createMany" "updateMany" "deleteMany")
  (#set! query.gives "value")
  (#set! query.how "write")
  (#set! query.of "delegate"))

((identifier) @query
  (#word? @query "create" "update" "upsert" "delete")
  (#set! query.gives "row")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "count" "aggregate")
  (#set! query.gives "value")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "groupBy")
  (#set! query.gives "rows")
  (#set! query.how "select"))

; The client, and what stands for it in a transaction.
((identifier) @query
  (#word? @query "prisma" "tx" "trx" "db" "client" "prismaClient" "database" "transaction" "prismaService"
    "query" "Prisma")
  (#set! query.gives "client"))

((identifier) @query
  (#word? @query "where" "cursor" "having" "AND" "OR" "NOT" "some" "every" "none" "is" "isNot" "connect"
    "disconnect" "connectOrCreate")
  (#set! query.gives "keys")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "data" "create" "update" "upsert" "set" "createMany" "updateMany")
  (#set! query.gives "keys")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "select" "include" "omit" "by" "distinct" "_count" "_sum" "_avg" "_min" "_max")
  (#set! query.gives "keys")
  (#set! query.how "select"))

((identifier) @query
  (#word? @query "orderBy")
  (#set! query.gives "keys")
  (#set! query.how "order"))
