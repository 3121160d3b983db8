; sqlalchemy-easy-softdelete filters every table that has the column, with its mixin or without.
; https://github.com/flipbit03/sqlalchemy-easy-softdelete

; class SoftDeleted(generate_soft_delete_mixin_class(deleted_field_name="removed_at"))
((identifier) @scope
  (#word? @scope "generate_soft_delete_mixin_class")
  (#set! scope.kind "default")
  (#set! scope.gem "sqlalchemy-easy-softdelete")
  (#set! scope.column "deleted_at")
  (#set! scope.column-option "deleted_field_name")
  (#set! scope.without "ignored_tables")
  (#set! scope.everywhere "true"))
