; permanent_records: every model whose table has deleted_at is deleted softly, with no line of code;
; nothing is hidden.
; https://github.com/JackDanger/permanent_records (lib/permanent_records.rb)

; gem "permanent_records" in the bundle
((identifier) @scope
  (#word? @scope "permanent_records")
  (#set! scope.kind "deletes")
  (#set! scope.gem "permanent_records")
  (#set! scope.everywhere "true")
  (#set! scope.column "deleted_at")
  (#set! scope.delete "soft"))
