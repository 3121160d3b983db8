; Routes of FastAPI: what they answer with and what they take.
; https://fastapi.tiangolo.com/tutorial/response-model/

; @router.get("/articles", response_model=list[Article])
((identifier) @consumer
  (#word? @consumer "api_route" "delete" "get" "patch" "post" "put")
  (#set! consumer.shape "route")
  (#set! consumer.what "route")
  (#set! consumer.from "fastapi")
  (#set! consumer.list "response_model_include")
  (#set! consumer.except "response_model_exclude")
  (#set! consumer.shows "outside")
  (#set! consumer.writes "outside"))
