; Extensions of Prisma's client that change queries.
; https://www.prisma.io/docs/orm/prisma-client/client-extensions/query

; prisma.$extends({ query: { user: { findMany({ args, query }) { … } } } })
((identifier) @declare
  (#word? @declare "$extends" "defineExtension")
  (#set! declare.as "extension"))
