; Managers and query sets of Django, and the conditions they keep.
; https://docs.djangoproject.com/en/5.2/topics/db/managers/

; class LiveManager(models.Manager)
((identifier) @manager
  (#word? @manager "Manager" "BaseManager" "UserManager" "BaseUserManager" "GroupManager" "PermissionManager" "SiteManager" "ContentTypeManager" "TreeManager"
    "MP_NodeManager" "NS_NodeManager" "PolymorphicManager" "InheritanceManager" "PageManager"
    "BasePageManager" "GeoManager" "PostgresManager")
  (#set! manager.kind "manager"))

; on_site = CurrentSiteManager(), on_site = CurrentSiteManager("place"): django.contrib.sites
((identifier) @manager
  (#word? @manager "CurrentSiteManager")
  (#set! manager.kind "manager")
  (#set! manager.predicate "{column} = :site_id")
  (#set! manager.column "site") (#set! manager.at "0"))

; class LiveQuerySet(models.QuerySet)
((identifier) @manager
  (#word? @manager "QuerySet" "TreeQuerySet" "MP_NodeQuerySet" "NS_NodeQuerySet"
    "PolymorphicQuerySet" "InheritanceQuerySet" "PageQuerySet")
  (#set! manager.kind "query"))

; objects = LiveQuerySet.as_manager()
((identifier) @manager
  (#word? @manager "as_manager")
  (#set! manager.kind "as-manager"))

; Manager.from_queryset(LiveQuerySet)
((identifier) @manager
  (#word? @manager "from_queryset")
  (#set! manager.kind "from-query"))

; filter(deleted_at__isnull=True), get(…)
((identifier) @predicate
  (#word? @predicate "filter" "complex_filter" "_filter_or_exclude" "add_q")
  (#set! predicate.call "filter"))

; exclude(is_deleted=True)
((identifier) @predicate
  (#word? @predicate "exclude")
  (#set! predicate.call "exclude"))

; none()
((identifier) @predicate
  (#word? @predicate "none")
  (#set! predicate.call "none"))

; Q(deleted_at__isnull=True)
((identifier) @predicate
  (#word? @predicate "Q")
  (#set! predicate.call "condition"))

; all(), select_related(…): the same rows
((identifier) @predicate
  (#word? @predicate "all" "select_related" "prefetch_related" "order_by" "using" "distinct"
    "annotate" "alias" "only" "defer" "reverse" "extra" "select_for_update" "_clone" "_chain"
    "_all" "with_perm" "cache" "non_polymorphic" "select_subclasses" "get_queryset"
    "get_query_set" "specific" "iterator")
  (#set! predicate.call "neutral"))

; published_at__lte: what a look-up compares
((identifier) @predicate
  (#word? @predicate "exact")
  (#set! predicate.call "="))

((identifier) @predicate
  (#word? @predicate "gt")
  (#set! predicate.call ">"))

((identifier) @predicate
  (#word? @predicate "gte")
  (#set! predicate.call ">="))

((identifier) @predicate
  (#word? @predicate "lt")
  (#set! predicate.call "<"))

((identifier) @predicate
  (#word? @predicate "lte")
  (#set! predicate.call "<="))

((identifier) @predicate
  (#word? @predicate "in")
  (#set! predicate.call "in"))

((identifier) @predicate
  (#word? @predicate "isnull")
  (#set! predicate.call "null"))

; name__icontains, created_at__date, …: NULL stays NULL through them
((identifier) @predicate
  (#word? @predicate "iexact" "contains" "icontains" "startswith" "istartswith" "endswith"
    "iendswith" "range" "date" "year" "iso_year" "month" "day" "week" "week_day" "iso_week_day"
    "quarter" "time" "hour" "minute" "second" "regex" "iregex" "contained_by" "overlap" "has_key"
    "has_keys" "has_any_keys" "len" "search" "trigram_similar" "unaccent" "lower" "upper" "length")
  (#set! predicate.call "strict"))
