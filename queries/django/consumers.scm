; Forms, admin pages and dumps of Django that take all fields of a model, or name some.
; https://docs.djangoproject.com/en/5.2/topics/forms/modelforms/#selecting-the-fields-to-use
; https://docs.djangoproject.com/en/5.2/ref/contrib/admin/
; https://docs.djangoproject.com/en/5.2/ref/checks/#admin

; class ArticleForm(forms.ModelForm)
((identifier) @consumer
  (#word? @consumer "ModelForm" "BaseModelForm")
  (#set! consumer.shape "class")
  (#set! consumer.what "form")
  (#set! consumer.from "django")
  (#set! consumer.inner "Meta")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.demands "blank")
  (#set! consumer.demands "default")
  (#set! consumer.demands "db_default")
  (#set! consumer.demands "null")
  (#set! consumer.demands "primary_key")
  (#set! consumer.loads "fields")
  (#set! consumer.mentions "exclude")
  (#set! consumer.uneditable "hidden")
  (#set! consumer.shows "inside")
  (#set! consumer.writes "inside"))

; class ArticleCreate(CreateView)
((identifier) @consumer
  (#word? @consumer "CreateView" "UpdateView")
  (#set! consumer.shape "class")
  (#set! consumer.what "view")
  (#set! consumer.from "django")
  (#set! consumer.list "fields")
  (#set! consumer.list "form_class")
  (#set! consumer.list "get_form_class")
  (#set! consumer.uneditable "hidden")
  (#set! consumer.shows "inside")
  (#set! consumer.writes "inside"))

; modelform_factory(Article, exclude=()), modelformset_factory(Article, fields="__all__")
((identifier) @consumer
  (#word? @consumer "modelform_factory" "modelformset_factory")
  (#set! consumer.shape "call")
  (#set! consumer.what "form")
  (#set! consumer.from "django")
  (#set! consumer.model "0")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.uneditable "hidden")
  (#set! consumer.shows "inside")
  (#set! consumer.writes "inside"))

; inlineformset_factory(Author, Book, fields="__all__")
((identifier) @consumer
  (#word? @consumer "inlineformset_factory")
  (#set! consumer.shape "call")
  (#set! consumer.what "form")
  (#set! consumer.from "django")
  (#set! consumer.model "1")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.uneditable "hidden")
  (#set! consumer.shows "inside")
  (#set! consumer.writes "inside"))

; class AccountAdmin(admin.ModelAdmin), class PlanInline(admin.TabularInline)
((identifier) @consumer
  (#word? @consumer "ModelAdmin" "StackedInline" "TabularInline")
  (#set! consumer.shape "class")
  (#set! consumer.what "admin page")
  (#set! consumer.from "django")
  (#set! consumer.implicit "yes")
  (#set! consumer.list "fields")
  (#set! consumer.list "fieldsets")
  (#set! consumer.list "form")
  (#set! consumer.list "get_fields")
  (#set! consumer.list "get_fieldsets")
  (#set! consumer.list "get_form")
  (#set! consumer.except "exclude")
  (#set! consumer.loads "autocomplete_fields")
  (#set! consumer.loads "date_hierarchy")
  (#set! consumer.loads "filter_horizontal")
  (#set! consumer.loads "filter_vertical")
  (#set! consumer.loads "list_display")
  (#set! consumer.loads "list_display_links")
  (#set! consumer.loads "list_editable")
  (#set! consumer.loads "list_filter")
  (#set! consumer.loads "ordering")
  (#set! consumer.loads "prepopulated_fields")
  (#set! consumer.loads "radio_fields")
  (#set! consumer.loads "raw_id_fields")
  (#set! consumer.loads "readonly_fields")
  (#set! consumer.mentions "exclude")
  (#set! consumer.mentions "sortable_by")
  (#set! consumer.uneditable "hidden")
  (#set! consumer.shows "staff"))

; admin.site.register(Plan), admin.site.register(Plan, PlanAdmin), @admin.register(Plan)
((identifier) @consumer
  (#word? @consumer "register")
  (#set! consumer.shape "register")
  (#set! consumer.what "admin page")
  (#set! consumer.from "django")
  (#set! consumer.model "0")
  (#set! consumer.uneditable "hidden")
  (#set! consumer.shows "staff"))

; Account.objects.values()
((identifier) @consumer
  (#word? @consumer "values" "values_list")
  (#set! consumer.shape "rows")
  (#set! consumer.shows "outside"))

; cursor.execute("SELECT * FROM shop_account")
((identifier) @consumer
  (#word? @consumer "execute")
  (#set! consumer.shape "query")
  (#set! consumer.shows "outside"))

; model_to_dict(account)
((identifier) @consumer
  (#word? @consumer "model_to_dict")
  (#set! consumer.shape "argument")
  (#set! consumer.from "django")
  (#set! consumer.model "0")
  (#set! consumer.list "fields")
  (#set! consumer.except "exclude")
  (#set! consumer.uneditable "hidden")
  (#set! consumer.shows "outside"))

; serializers.serialize("json", Account.objects.all())
((identifier) @consumer
  (#word? @consumer "serialize")
  (#set! consumer.shape "argument")
  (#set! consumer.from "django")
  (#set! consumer.model "1")
  (#set! consumer.list "fields")
  (#set! consumer.shows "outside"))

; for field in self._meta.fields
((identifier) @consumer
  (#word? @consumer "concrete_fields" "fields" "get_fields" "local_fields" "local_concrete_fields")
  (#set! consumer.shape "columns")
  (#set! consumer.of "_meta")
  (#set! consumer.shows "outside"))

; field.value_from_object(account)
((identifier) @access
  (#word? @access "getattr" "serializable_value" "value_from_object" "value_to_string")
  (#set! access.gives "value"))

; Account.objects.get(pk=1)
((identifier) @access
  (#word? @access
    "create" "earliest" "first" "get" "last" "latest" "one" "one_or_none" "scalar"
    "scalar_one" "scalar_one_or_none")
  (#set! access.gives "row"))

; Account.objects.filter(active=True)
((identifier) @access
  (#word? @access
    "alias" "all" "annotate" "defer" "difference" "distinct" "exclude" "extra" "filter"
    "filter_by" "get_queryset" "intersection" "join" "joinedload" "limit" "offset" "options"
    "order_by" "prefetch_related" "reverse" "select_for_update" "select_related" "union" "using"
    "where")
  (#set! access.gives "rows"))

; get_object_or_404(Account, pk=1)
((identifier) @access
  (#word? @access "aget_object_or_404" "get_object_or_404")
  (#set! access.gives "row")
  (#set! access.of "0"))

((identifier) @access
  (#word? @access "get_list_or_404")
  (#set! access.gives "rows")
  (#set! access.of "0"))

; Account.objects.count()
((identifier) @access
  (#word? @access
    "aggregate" "bulk_create" "count" "delete" "exists" "get_or_create" "in_bulk" "only" "dates"
    "datetimes" "update" "update_or_create" "values" "values_list")
  (#set! access.gives "other"))

; author = models.ForeignKey(Author, on_delete=models.CASCADE)
((identifier) @access
  (#word? @access "ForeignKey" "ManyToManyField" "OneToOneField" "ParentalKey" "TreeForeignKey")
  (#set! access.gives "related")
  (#set! access.of "0"))

; JsonResponse(…), Response(…)
((identifier) @outlet
  (#word? @outlet
    "FileResponse" "HttpResponse" "JSONResponse" "JsonResponse" "ORJSONResponse" "Response"
    "StreamingHttpResponse" "dump" "dumps" "jsonify" "make_response" "render" "writerow"
    "writerows")
  (#set! outlet.reach "outside"))

; logger.info(…), Audit.objects.create(payload=…), cache.set(…)
((identifier) @outlet
  (#word? @outlet
    "create" "critical" "debug" "delay" "error" "exception" "info" "print" "publish" "send" "set"
    "warning")
  (#set! outlet.reach "inside"))

; request.data, request.POST, request.body
((identifier) @inflow
  (#word? @inflow "request")
  (#set! inflow.is "request"))

; def update(pk, payload)
((identifier) @inflow
  (#word? @inflow "body" "data" "json_data" "params" "payload" "post_data" "request_data")
  (#set! inflow.is "named"))

; serializer.validated_data, form.cleaned_data, body.model_dump()
((identifier) @inflow
  (#word? @inflow "cleaned_data" "dict" "model_dump" "validated_data")
  (#set! inflow.is "checked"))

; Account.objects.create(**payload), Account.objects.filter(pk=pk).update(**payload)
((identifier) @consumer
  (#word? @consumer
    "aupdate" "acreate" "create" "get_or_create" "update" "update_or_create")
  (#set! consumer.shape "assign")
  (#set! consumer.list "defaults")
  (#set! consumer.list "create_defaults")
  (#set! consumer.writes "outside"))

; setattr(account, key, value)
((identifier) @consumer
  (#word? @consumer "setattr")
  (#set! consumer.shape "assign-each")
  (#set! consumer.writes "outside"))

; account.__dict__
((identifier) @consumer
  (#word? @consumer "__dict__")
  (#set! consumer.shape "object")
  (#set! consumer.shows "outside"))

; vars(account)
((identifier) @consumer
  (#word? @consumer "vars")
  (#set! consumer.shape "argument")
  (#set! consumer.model "0")
  (#set! consumer.shows "outside"))

; User = get_user_model()
((identifier) @access
  (#word? @access "get_user_model")
  (#set! access.gives "user"))

; AUTH_USER_MODEL = "accounts.User"
((identifier) @setting
  (#word? @setting "AUTH_USER_MODEL")
  (#set! setting.name "user"))

; def validate(self, data) of a serializer, which gets what its fields have let through
((identifier) @inflow
  (#word? @inflow "clean" "validate")
  (#set! inflow.is "after-checks"))
