; Ways past paranoid models and default scopes.
; https://sequelize.org/docs/v6/core-concepts/raw-queries/
; https://sequelize.org/docs/v6/other-topics/query-interface/

; sequelize.query('DELETE FROM users'), literal('(SELECT count(*) FROM users)')
((identifier) @bypass
  (#word? @bypass "literal" "query")
  (#set! bypass.does "passes")
  (#set! bypass.by "sql"))

; queryInterface.bulkDelete('users', { id })
((identifier) @bypass
  (#word? @bypass "bulkDelete")
  (#set! bypass.does "erases")
  (#set! bypass.by "table"))

; queryInterface.bulkUpdate('users', values, where)
((identifier) @bypass
  (#word? @bypass "bulkUpdate")
  (#set! bypass.does "passes")
  (#set! bypass.by "table"))

; User.findOrCreate({ where: { email } })
((identifier) @bypass
  (#word? @bypass "findCreateFind" "findOrCreate" "upsert")
  (#set! bypass.does "trusts")
  (#set! bypass.by "rows"))

; user.destroy()
((identifier) @bypass
  (#word? @bypass "destroy")
  (#set! bypass.does "deletes")
  (#set! bypass.by "rows"))
