; Ways past filters.
; https://mikro-orm.io/docs/query-builder

; em.createQueryBuilder(User): the builder applies no filter
((identifier) @bypass
  (#word? @bypass "createQueryBuilder" "qb")
  (#set! bypass.does "passes")
  (#set! bypass.by "rows"))

; em.getConnection().execute('SELECT …')
((identifier) @bypass
  (#word? @bypass "execute")
  (#set! bypass.does "passes")
  (#set! bypass.by "sql"))
