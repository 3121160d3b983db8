; What calls on a model, its managers and its rows do with the columns that they name.
; https://docs.djangoproject.com/en/5.2/ref/models/querysets/

; User.objects.filter(nickname="x")
((identifier) @query
  (#word? @query "filter" "exclude" "complex_filter" "filter_queryset")
  (#set! query.gives "rows")
  (#set! query.how "filter"))

; User.objects.annotate(posts_count=Count("posts")), which no column may be called
((identifier) @query
  (#word? @query "alias")
  (#set! query.gives "rows")
  (#set! query.how "filter")
  (#set! query.of "computed"))

((identifier) @query
  (#word? @query "annotate")
  (#set! query.gives "same")
  (#set! query.how "select")
  (#set! query.of "computed"))

((identifier) @query
  (#word? @query "select_related" "prefetch_related" "only" "defer" "values" "dates"
    "datetimes" "distinct" "extra")
  (#set! query.gives "same")
  (#set! query.how "select"))

((identifier) @query
  (#word? @query "all" "none" "using" "select_for_update" "union" "intersection" "difference" "reverse"
    "objects" "iterator" "raw" "get_queryset" "as_manager" "db_manager" "restrict")
  (#set! query.gives "rows"))

((identifier) @query
  (#word? @query "order_by")
  (#set! query.gives "rows")
  (#set! query.how "order"))

((identifier) @query
  (#word? @query "get" "earliest" "latest" "aget" "alatest" "aearliest")
  (#set! query.gives "row")
  (#set! query.how "filter"))

((identifier) @query
  (#word? @query "first" "last" "afirst" "alast")
  (#set! query.gives "row"))

((identifier) @query
  (#word? @query "create" "get_or_create" "acreate" "aget_or_create")
  (#set! query.gives "row")
  (#set! query.how "write"))

; User.objects.update_or_create(pk=1, defaults={"nickname": "x"}), which sets attributes of a row that
; is there
((identifier) @query
  (#word? @query "update_or_create" "aupdate_or_create")
  (#set! query.gives "row")
  (#set! query.how "write")
  (#set! query.of "defaults"))

((identifier) @query
  (#word? @query "update" "bulk_create" "bulk_update" "aupdate" "abulk_create" "abulk_update"
    "in_bulk")
  (#set! query.gives "value")
  (#set! query.how "write"))

((identifier) @query
  (#word? @query "values_list")
  (#set! query.gives "value")
  (#set! query.how "select")
  (#set! query.of "positions"))

((identifier) @query
  (#word? @query "aggregate" "count" "exists" "explain" "contains")
  (#set! query.gives "value")
  (#set! query.how "select"))

; user.save(update_fields=["nickname"])
((identifier) @query
  (#word? @query "save" "asave" "clean_fields" "full_clean" "validate_unique" "refresh_from_db"
    "arefresh_from_db" "get_deferred_fields")
  (#set! query.gives "value")
  (#set! query.how "write"))

; get_object_or_404(User, nickname="x")
((identifier) @query
  (#word? @query "get_object_or_404" "aget_object_or_404")
  (#set! query.gives "row")
  (#set! query.how "filter")
  (#set! query.of "0"))

((identifier) @query
  (#word? @query "get_list_or_404" "aget_list_or_404" "Prefetch" "prefetch_related_objects")
  (#set! query.gives "rows")
  (#set! query.how "filter")
  (#set! query.of "0"))

; getattr(user, "nickname")
((identifier) @query
  (#word? @query "getattr" "hasattr" "model_to_dict")
  (#set! query.gives "value")
  (#set! query.how "read")
  (#set! query.of "0"))

((identifier) @query
  (#word? @query "setattr" "delattr")
  (#set! query.gives "value")
  (#set! query.how "write")
  (#set! query.of "0"))

; User._meta.get_field("nickname")
((identifier) @query
  (#word? @query "_meta")
  (#set! query.gives "same"))

((identifier) @query
  (#word? @query "get_field")
  (#set! query.gives "value")
  (#set! query.how "read"))

; Expressions of a query name columns of the rows that they are asked of.
; https://docs.djangoproject.com/en/5.2/ref/models/expressions/
((identifier) @query
  (#word? @query "F" "Q" "Case" "When" "Avg" "Count" "Max" "Min" "Sum" "StdDev" "Variance" "Concat"
    "Coalesce" "Lower" "Upper" "Length" "Cast" "Trunc" "TruncDay" "TruncDate" "TruncMonth"
    "TruncYear" "TruncWeek" "TruncHour" "Extract" "ExtractYear" "ExtractMonth" "ExtractDay"
    "ArrayAgg" "StringAgg" "JSONBAgg" "BoolOr" "BoolAnd" "SearchVector" "SearchRank"
    "TrigramSimilarity" "KeyTextTransform" "KT" "Greatest" "Least" "NullIf" "Func" "Window"
    "ExpressionWrapper" "Substr" "Replace" "Now" "Index" "UniqueConstraint" "CheckConstraint"
    "GinIndex" "BTreeIndex" "HashIndex" "BrinIndex" "GistIndex" "ExclusionConstraint" "OpClass"
    "FieldTracker" "GenericForeignKey" "Round" "Abs" "Collate" "Trim" "Left" "Right" "LPad" "asc"
    "desc")
  (#set! query.gives "columns"))

; … and those that may name what is not there.
((identifier) @query
  (#word? @query "exclude" "extra_kwargs" "ordering_fields" "widgets" "labels" "help_texts"
    "error_messages")
  (#set! query.gives "columns")
  (#set! query.how "mention"))

; _("created"): the text of a message, and options that are texts for people
; https://docs.djangoproject.com/en/5.2/topics/i18n/translation/#lazy-translation
((identifier) @query
  (#word? @query "_" "gettext" "gettext_lazy" "gettext_noop" "ugettext" "ugettext_lazy" "verbose_name"
    "verbose_name_plural" "help_text")
  (#set! query.gives "message"))

; Options of a model that Django checks when it is loaded. Where others have them, they are lists.
; https://docs.djangoproject.com/en/5.2/ref/checks/#models
((identifier) @query
  (#word? @query "ordering" "unique_together" "index_together" "indexes" "constraints"
    "order_with_respect_to" "USERNAME_FIELD")
  (#set! query.gives "columns")
  (#set! query.how "load"))

; modelform_factory(User, fields=["nickname"])
((identifier) @query
  (#word? @query "modelform_factory" "modelformset_factory" "create_schema")
  (#set! query.gives "value")
  (#set! query.how "load")
  (#set! query.of "0"))

((identifier) @query
  (#word? @query "inlineformset_factory")
  (#set! query.gives "value")
  (#set! query.how "load")
  (#set! query.of "1"))

; Options and settings whose value lists columns.
((identifier) @query
  (#word? @query "fields" "update_fields" "defaults" "create_defaults" "get_latest_by" "list_display" "list_display_links" "list_filter" "list_editable" "search_fields"
    "readonly_fields" "fieldsets" "add_fieldsets" "raw_id_fields" "autocomplete_fields"
    "date_hierarchy" "prepopulated_fields" "radio_fields" "filter_horizontal" "filter_vertical"
    "list_select_related" "form_columns" "column_list" "sortable_by" 
    "localized_fields" "field_classes" "read_only_fields" 
    "filterset_fields" "filter_fields" "lookup_field" "only_fields"
    "exclude_fields" "import_id_fields" "export_order" "slug_field" "unique_fields"
    "EMAIL_FIELD" "REQUIRED_FIELDS" "condition" "check" "default_columns" "sequence"
    "field_name" "populate_from" "expressions" "include" "nullable_fields" "clone_fields" "order_by"
    "source" "filter" "field_list" "write_only_fields")
  (#set! query.gives "columns"))

; What names the model that a serializer, a form, a view, a table or a factory serves.
((identifier) @serves
  (#word? @serves "model" "queryset" "register" "form_model" "_model" "model_class" "parent_model"))

; What holds a row of it in their methods.
((identifier) @query
  (#word? @query "instance" "object" "get_object" "obj" "record" "root" "form_instance")
  (#set! query.gives "served"))

((identifier) @query
  (#word? @query "queryset" "object_list" "get_queryset" "qs")
  (#set! query.gives "served-rows"))

; Methods that Django makes of a column's name.
((identifier) @accessor
  (#word? @accessor "get_*_display" "get_next_by_*" "get_previous_by_*" "get_*_order" "set_*_order")
  (#set! accessor.how "read"))

; Classes that serve a model and are named for it.
((identifier) @companion
  (#word? @companion "Serializer" "Form" "ModelForm" "Admin" "ViewSet" "View" "Filter" "FilterSet"
    "FilterForm" "BulkEditForm" "ImportForm" "CSVForm" "Table" "Factory" "Resource" "Manager"
    "QuerySet" "Type" "Node" "Index" "CreateView" "UpdateView" "ListView" "DetailView" "DeleteView"
    "EditView" "BulkImportView" "Document" "Detail" "Input" "DTO" "Dto" "Schema" "Summary" "ListSerializer" "DetailSerializer"))

; getattr(user, name)
((identifier) @dynamic
  (#word? @dynamic "getattr" "setattr")
  (#set! dynamic.at "1"))

; f"{User._meta.db_table}.nickname"
; https://docs.djangoproject.com/en/5.2/ref/models/options/#db-table
((identifier) @query
  (#word? @query "db_table")
  (#set! query.gives "table"))
