; Filter sets of django-filter: each field becomes a parameter that values can be probed with.
; https://django-filter.readthedocs.io/en/stable/ref/filterset.html

; class AccountFilter(django_filters.FilterSet)
((identifier) @consumer
  (#word? @consumer "FilterSet")
  (#set! consumer.shape "class")
  (#set! consumer.what "filter set")
  (#set! consumer.from "django_filters")
  (#set! consumer.inner "Meta")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.loads "fields")
  (#set! consumer.mentions "exclude")
  (#set! consumer.shows "inside"))
