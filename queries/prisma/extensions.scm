; Extensions of Prisma's client that change queries.
; https://www.prisma.io/docs/orm/prisma-client/client-extensions/query

; prisma.$extends({ query: { user: { findMany({ args, query }) { … } } } })
((identifier) @declare
  (#word? @declare "$extends" "defineExtension")
  (#set! declare.as "extension"))

; prisma.$use(async (params, next) => { … })
((identifier) @declare
  (#word? @declare "$use")
  (#set! declare.as "middleware"))
