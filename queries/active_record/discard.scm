; discard: `discard` sets discarded_at; nothing is hidden unless the model says `default_scope -> { kept }`.
; https://github.com/jhawthorn/discard (lib/discard/model.rb)

; include Discard::Model
((scope_resolution) @scope
  (#word? @scope "Discard::Model")
  (#set! scope.kind "named")
  (#set! scope.name "kept")
  (#set! scope.gem "discard")
  (#set! scope.column "discarded_at")
  (#set! scope.column-setting "discard_column")
  (#set! scope.predicate "{column} IS NULL"))

((scope_resolution) @scope
  (#word? @scope "Discard::Model")
  (#set! scope.kind "named")
  (#set! scope.name "undiscarded")
  (#set! scope.gem "discard")
  (#set! scope.column "discarded_at")
  (#set! scope.column-setting "discard_column")
  (#set! scope.predicate "{column} IS NULL"))

((scope_resolution) @scope
  (#word? @scope "Discard::Model")
  (#set! scope.kind "named")
  (#set! scope.name "discarded")
  (#set! scope.gem "discard")
  (#set! scope.column "discarded_at")
  (#set! scope.column-setting "discard_column")
  (#set! scope.predicate "{column} IS NOT NULL"))

; self.discard_column = :deleted_at
((identifier) @setting
  (#word? @setting "discard_column")
  (#set! setting.name "discard_column"))
