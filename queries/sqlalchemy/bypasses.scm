; Ways past loader criteria, and past methods that keep a row where they were to delete it.
; https://docs.sqlalchemy.org/en/20/orm/queryguide/dml.html

; session.delete(article), delete(Article)
((identifier) @bypass
  (#word? @bypass "delete")
  (#set! bypass.does "erases")
  (#set! bypass.by "argument"))

; text("SELECT … FROM articles"), connection.exec_driver_sql("…")
((identifier) @bypass
  (#word? @bypass "exec_driver_sql" "text")
  (#set! bypass.does "passes")
  (#set! bypass.by "sql"))
