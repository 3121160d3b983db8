; Methods of the client of Prisma that read whole rows or store what they are given.
; https://www.prisma.io/docs/orm/reference/prisma-client-reference

; prisma.user.findMany({ select: { id: true } })
((identifier) @consumer
  (#word? @consumer "create" "createManyAndReturn" "delete" "findFirst" "findFirstOrThrow" "findMany" "findUnique" "findUniqueOrThrow" "update" "updateManyAndReturn" "upsert")
  (#set! consumer.shape "rows")
  (#set! consumer.options "select")
  (#set! consumer.except "omit"))

; prisma.user.create({ data })
((identifier) @consumer
  (#word? @consumer "create" "createMany" "createManyAndReturn" "update" "updateMany" "updateManyAndReturn")
  (#set! consumer.shape "stores")
  (#set! consumer.list "data"))

; prisma.user.upsert({ create, update })
((identifier) @consumer
  (#word? @consumer "upsert")
  (#set! consumer.shape "stores")
  (#set! consumer.list "create")
  (#set! consumer.list "update"))

; new PrismaClient({ omit: { user: { secret: true } } })
((identifier) @consumer
  (#word? @consumer "PrismaClient")
  (#set! consumer.shape "client")
  (#set! consumer.except "omit"))

; prisma.user.findMany({ where: { isDeleted: false } })
((identifier) @consumer
  (#word? @consumer "aggregate" "count" "deleteMany" "findFirst" "findFirstOrThrow" "findMany" "groupBy" "updateMany")
  (#set! consumer.shape "filters")
  (#set! consumer.list "where"))

; prisma.user.upsert({ create: { email } })
((identifier) @consumer
  (#word? @consumer "upsert")
  (#set! consumer.shape "makes")
  (#set! consumer.list "create"))

; prisma.user.create({ data: { email } })
((identifier) @consumer
  (#word? @consumer "create" "createMany" "createManyAndReturn")
  (#set! consumer.shape "makes")
  (#set! consumer.list "data"))
