; Filters that queries pass through, and the conditions they are made of.
; https://api.rubyonrails.org/classes/ActiveRecord/Scoping/Default/ClassMethods.html

; default_scope { where(deleted_at: nil) }, default_scope -> { kept }, def self.default_scope
((identifier) @scope
  (#word? @scope "default_scope")
  (#set! scope.kind "default"))

; scope :kept, -> { where(deleted_at: nil) }
((identifier) @scope
  (#word? @scope "scope")
  (#set! scope.kind "named"))

; class << self; def find(*ids) … end: finders that a model overrides
((identifier) @scope
  (#word? @scope "all" "exists?" "find" "find_by" "find_by!" "find_each" "first" "last" "relation"
    "where")
  (#set! scope.kind "finder"))

; def destroy … end: deletes that a model overrides
((identifier) @scope
  (#word? @scope "destroy" "destroy!" "delete" "destroy_all" "delete_all")
  (#set! scope.kind "delete"))

; where(deleted_at: nil), rewhere(…)
((identifier) @predicate
  (#word? @predicate "where" "rewhere" "where!" "find_by" "find_by!")
  (#set! predicate.call "where"))

; where.not(…)
((identifier) @predicate
  (#word? @predicate "not" "invert_where")
  (#set! predicate.call "not"))

; a.or(b)
((identifier) @predicate
  (#word? @predicate "or")
  (#set! predicate.call "or"))

; a.merge(b), a.and(b)
((identifier) @predicate
  (#word? @predicate "merge" "and")
  (#set! predicate.call "and"))

; none
((identifier) @predicate
  (#word? @predicate "none")
  (#set! predicate.call "none"))

; arel_table[:deleted_at].eq(nil) and its like
((identifier) @predicate (#word? @predicate "eq") (#set! predicate.call "="))
((identifier) @predicate (#word? @predicate "not_eq") (#set! predicate.call "<>"))
((identifier) @predicate (#word? @predicate "lt") (#set! predicate.call "<"))
((identifier) @predicate (#word? @predicate "lteq") (#set! predicate.call "<="))
((identifier) @predicate (#word? @predicate "gt") (#set! predicate.call ">"))
((identifier) @predicate (#word? @predicate "gteq") (#set! predicate.call ">="))
((identifier) @predicate (#word? @predicate "in") (#set! predicate.call "in"))
((identifier) @predicate (#word? @predicate "not_in") (#set! predicate.call "not-in"))

; unscoped { … }, unscope(where: :deleted_at), with_deleted
((identifier) @predicate
  (#word? @predicate "unscoped" "unscope" "with_deleted" "with_discarded")
  (#set! predicate.call "unscoped"))

; what leaves the rows as they are: all, order, includes, …
((identifier) @predicate
  (#word? @predicate "all" "annotate" "create_with" "current_scope" "default_scoped" "distinct"
    "eager_load" "eager_load!" "extending" "from" "group" "includes" "joins" "left_joins"
    "left_outer_joins" "limit" "lock" "offset" "optimizer_hints" "order" "preload" "readonly"
    "references" "reorder" "reselect" "reverse_order" "select" "strict_loading" "super" "uniq"
    "with" "tap" "in_order_of" "load" "includes!" "order!" "relation" "scoped")
  (#set! predicate.call "neutral"))
