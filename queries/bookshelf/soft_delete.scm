; Plugins that mark rows instead of deleting them, for models that ask for it.
; https://github.com/estate/bookshelf-paranoia

; { softDelete: true }
((identifier) @scope
  (#word? @scope "softDelete")
  (#set! scope.kind "default")
  (#set! scope.gem "bookshelf-paranoia")
  (#set! scope.with "softDelete")
  (#set! scope.column "deleted_at")
  (#set! scope.column-option "field")
  (#set! scope.delete "destroy"))

; { soft: true }, { soft: ['removed_at'] }; https://github.com/tkellen/js-bookshelf-soft-delete
((identifier) @scope
  (#word? @scope "soft")
  (#set! scope.kind "default")
  (#set! scope.gem "bookshelf-soft-delete")
  (#set! scope.with "soft")
  (#set! scope.column "deleted_at")
  (#set! scope.delete "destroy"))
