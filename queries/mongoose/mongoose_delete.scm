; mongoose-delete: `delete()` marks documents; they are left out where methods are overridden.
; https://github.com/dsanel/mongoose-delete

; schema.plugin(mongooseDelete, { overrideMethods: 'all' })
((identifier) @scope
  (#word? @scope "plugin")
  (#set! scope.kind "default")
  (#set! scope.gem "mongoose-delete")
  (#set! scope.with "overrideMethods")
  (#set! scope.column "deleted")
  (#set! scope.predicate "not-true")
  (#set! scope.delete "delete"))
