; acts_as_paranoid: the same macro as paranoia's, with types of columns.
; https://github.com/ActsAsParanoid/acts_as_paranoid (lib/acts_as_paranoid/core.rb)

; acts_as_paranoid
((identifier) @scope
  (#word? @scope "acts_as_paranoid")
  (#set! scope.kind "default")
  (#set! scope.gem "acts_as_paranoid")
  (#set! scope.column "deleted_at")
  (#set! scope.column-option "column")
  (#set! scope.predicate "{column} IS NULL")
  (#set! scope.without "column_type: boolean")
  (#set! scope.without "column_type: string")
  (#set! scope.delete "soft"))

; acts_as_paranoid column: :is_deleted, column_type: "boolean"
((identifier) @scope
  (#word? @scope "acts_as_paranoid")
  (#set! scope.kind "default")
  (#set! scope.gem "acts_as_paranoid")
  (#set! scope.column "deleted_at")
  (#set! scope.column-option "column")
  (#set! scope.predicate "{column} = FALSE")
  (#set! scope.with "column_type: boolean")
  (#set! scope.without "allow_nulls: true")
  (#set! scope.delete "soft"))

; acts_as_paranoid column_type: "boolean", allow_nulls: true
((identifier) @scope
  (#word? @scope "acts_as_paranoid")
  (#set! scope.kind "default")
  (#set! scope.gem "acts_as_paranoid")
  (#set! scope.column "deleted_at")
  (#set! scope.column-option "column")
  (#set! scope.predicate "{column} = FALSE OR {column} IS NULL")
  (#set! scope.with "column_type: boolean")
  (#set! scope.with "allow_nulls: true")
  (#set! scope.delete "soft"))

; acts_as_paranoid column_type: "string", deleted_value: "dead": written so that NULL passes
((identifier) @scope
  (#word? @scope "acts_as_paranoid")
  (#set! scope.kind "default")
  (#set! scope.gem "acts_as_paranoid")
  (#set! scope.column "deleted_at")
  (#set! scope.column-option "column")
  (#set! scope.predicate "{column} IS NULL OR {column} <> 'deleted'")
  (#set! scope.with "column_type: string")
  (#set! scope.delete "soft"))
