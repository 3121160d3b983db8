; Mixins that mark rows instead of deleting them; reading them is as before.
; https://github.com/griffinpp/objection-soft-delete

; class User extends softDelete({ columnName: 'deleted' })(Model) {}
((identifier) @scope
  (#word? @scope "softDelete" "SoftDelete")
  (#set! scope.kind "deletes")
  (#set! scope.gem "objection-soft-delete")
  (#set! scope.column "deleted")
  (#set! scope.column-option "columnName"))

; https://github.com/ackerdev/objection-js-soft-delete
((identifier) @scope
  (#word? @scope "softDelete" "SoftDelete")
  (#set! scope.kind "deletes")
  (#set! scope.gem "objection-js-soft-delete")
  (#set! scope.column "deleted_at")
  (#set! scope.column-option "columnName"))

; User.query().whereNotDeleted()
((identifier) @consumer
  (#word? @consumer "whereNotDeleted")
  (#set! consumer.shape "scoped"))
