; What a client of Prisma runs around every query.
; https://www.prisma.io/docs/orm/prisma-client/client-extensions/middleware

; prisma.$use(async (params, next) => { … })
((identifier) @event
  (#word? @event "$use")
  (#set! event.kind "listener")
  (#set! event.shape "everywhere"))
