; Ways past extensions of the client: raw queries, and operations that an extension does not name.
; https://www.prisma.io/docs/orm/prisma-client/client-extensions/query
; https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries

; prisma.$queryRaw`SELECT * FROM users`
((identifier) @bypass
  (#word? @bypass "$executeRaw" "$executeRawUnsafe" "$queryRaw" "$queryRawUnsafe")
  (#set! bypass.does "passes")
  (#set! bypass.by "sql"))

; prisma.user.deleteMany()
((identifier) @bypass
  (#word? @bypass "delete" "deleteMany")
  (#set! bypass.does "erases")
  (#set! bypass.by "operation"))

; prisma.user.findUnique({ where: { id } })
((identifier) @bypass
  (#word? @bypass
    "aggregate" "count" "findFirst" "findFirstOrThrow" "findMany" "findUnique" "findUniqueOrThrow"
    "groupBy" "updateMany")
  (#set! bypass.does "passes")
  (#set! bypass.by "operation"))

; prisma.user.upsert({ where: { email } })
((identifier) @bypass
  (#word? @bypass "upsert")
  (#set! bypass.does "trusts")
  (#set! bypass.by "rows")
  (#set! bypass.apart "where"))
