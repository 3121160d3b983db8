; Tables that follow the models whenever the application starts.
; https://sequelize.org/docs/v6/core-concepts/model-basics/#model-synchronization

; sequelize.sync({ alter: true }); `alter: { drop: false }` takes nothing away
((identifier) @sync
  (#word? @sync "sync")
  (#set! sync.by "call")
  (#set! sync.option "alter"))
