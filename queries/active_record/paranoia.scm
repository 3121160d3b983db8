; paranoia: rows whose deleted_at is set are hidden by a default scope; destroy and delete set it.
; https://github.com/rubysherpas/paranoia (lib/paranoia.rb: acts_as_paranoid)

; acts_as_paranoid, acts_as_paranoid column: :destroyed_at
((identifier) @scope
  (#word? @scope "acts_as_paranoid")
  (#set! scope.kind "default")
  (#set! scope.gem "paranoia")
  (#set! scope.column "deleted_at")
  (#set! scope.column-option "column")
  (#set! scope.sentinel-option "sentinel_value")
  (#set! scope.sentinel-setting "Paranoia.default_sentinel_value")
  (#set! scope.predicate "{column} IS NULL")
  (#set! scope.without "without_default_scope: true")
  (#set! scope.delete "soft"))

; acts_as_paranoid without_default_scope: true
((identifier) @scope
  (#word? @scope "acts_as_paranoid")
  (#set! scope.kind "deletes")
  (#set! scope.gem "paranoia")
  (#set! scope.column "deleted_at")
  (#set! scope.column-option "column")
  (#set! scope.with "without_default_scope: true")
  (#set! scope.delete "soft"))
