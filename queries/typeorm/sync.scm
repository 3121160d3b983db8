; Tables that follow the entities whenever the application starts.
; https://typeorm.io/docs/data-source/data-source-options/#common-data-source-options (synchronize)

; new DataSource({ entities: [User], synchronize: true })
((identifier) @sync
  (#word? @sync "synchronize")
  (#set! sync.by "setting")
  (#set! sync.beside "entities")
  (#set! sync.beside "autoLoadEntities")
  (#set! sync.from "typeorm")
  (#set! sync.from "@nestjs/typeorm"))

; dataSource.synchronize()
((identifier) @sync
  (#word? @sync "synchronize")
  (#set! sync.by "call"))
