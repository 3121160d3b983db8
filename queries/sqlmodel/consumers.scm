; What SQLModel gives a class beside its table: dumps and updates of all its fields.
; https://sqlmodel.tiangolo.com/tutorial/fastapi/update/

; article.model_dump()
((identifier) @consumer
  (#word? @consumer "dict" "json" "model_dump" "model_dump_json")
  (#set! consumer.shape "object")
  (#set! consumer.from "sqlmodel")
  (#set! consumer.list "include")
  (#set! consumer.except "exclude")
  (#set! consumer.shows "outside"))

; article.sqlmodel_update(data), Article.model_validate(data)
((identifier) @consumer
  (#word? @consumer "model_validate" "sqlmodel_update")
  (#set! consumer.shape "assign-all")
  (#set! consumer.from "sqlmodel")
  (#set! consumer.writes "outside"))
