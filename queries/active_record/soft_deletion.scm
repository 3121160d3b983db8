; soft_deletion: `soft_delete!` sets deleted_at; hidden only with `default_scope: true`.
; https://github.com/grosser/soft_deletion (lib/soft_deletion/core.rb)

; has_soft_deletion default_scope: true
((identifier) @scope
  (#word? @scope "has_soft_deletion")
  (#set! scope.kind "default")
  (#set! scope.gem "soft_deletion")
  (#set! scope.column "deleted_at")
  (#set! scope.with "default_scope: true")
  (#set! scope.predicate "{column} IS NULL"))
