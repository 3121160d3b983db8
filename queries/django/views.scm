; Classes that serve the rows of a model: views, pages of the admin, filters of Django REST framework.
; https://docs.djangoproject.com/en/5.2/ref/class-based-views/mixins-multiple-object/
; https://www.django-rest-framework.org/api-guide/filtering/

; def get_queryset(self), def get_queryset(self, request)
((identifier) @handoff
  (#word? @handoff "get_queryset"))

; def filter_queryset(self, queryset) of a view, def filter_queryset(self, request, queryset, view) of a
; filter that views list
((identifier) @handoff
  (#word? @handoff "filter_queryset")
  (#set! handoff.at "1")
  (#set! handoff.listed-at "2"))

; filter_backends = [LiveFilter]
((identifier) @handoff
  (#word? @handoff "filter_backends")
  (#set! handoff.lists "filter_queryset")
  (#set! handoff.setting "REST_FRAMEWORK.DEFAULT_FILTER_BACKENDS"))

; class LiveFilter(BaseFilterBackend): settings may list it for every view of the library
((identifier) @handoff
  (#word? @handoff "BaseFilterBackend" "DjangoFilterBackend" "OrderingFilter" "SearchFilter")
  (#set! handoff.from "rest_framework"))
