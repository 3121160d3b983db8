; Conditions that SQLAlchemy adds to every query, and what conditions are made of.
; https://docs.sqlalchemy.org/en/20/orm/queryguide/api.html#sqlalchemy.orm.with_loader_criteria

; with_loader_criteria(SoftDeleted, lambda cls: cls.deleted_at.is_(None))
((identifier) @scope
  (#word? @scope "with_loader_criteria")
  (#set! scope.kind "default"))

; @event.listens_for(Session, "do_orm_execute"), event.listen(Session, "do_orm_execute", add)
((identifier) @hook
  (#word? @hook "listens_for" "listen")
  (#set! hook.reach "queries"))

; query.where(A.deleted_at.is_(None)); `filter` is a word of Django too
((identifier) @predicate
  (#word? @predicate "where")
  (#set! predicate.call "filter"))

; query.filter_by(deleted=False)
((identifier) @predicate
  (#word? @predicate "filter_by")
  (#set! predicate.call "filter-by"))

; A.deleted_at.is_(None)
((identifier) @predicate
  (#word? @predicate "is_")
  (#set! predicate.call "is"))

; A.deleted.is_not(True)
((identifier) @predicate
  (#word? @predicate "is_not" "isnot")
  (#set! predicate.call "is-not"))

; A.state.in_(["live"])
((identifier) @predicate
  (#word? @predicate "in_")
  (#set! predicate.call "in"))

; A.state.not_in(["dead"])
((identifier) @predicate
  (#word? @predicate "not_in" "notin_")
  (#set! predicate.call "not-in"))

; or_(A.deleted.is_(None), A.deleted == False)
((identifier) @predicate
  (#word? @predicate "or_")
  (#set! predicate.call "any"))

; and_(A.live, A.shown)
((identifier) @predicate
  (#word? @predicate "and_")
  (#set! predicate.call "all"))

; not_(A.deleted)
((identifier) @predicate
  (#word? @predicate "not_")
  (#set! predicate.call "not"))

; func.coalesce(A.deleted, False) == False
((identifier) @predicate
  (#word? @predicate "coalesce")
  (#set! predicate.call "coalesce"))
