; Ways past the default manager and past a model's own `delete`.
; https://docs.djangoproject.com/en/5.2/topics/db/queries/#deleting-objects
; https://docs.djangoproject.com/en/5.2/topics/db/sql/

; Article.objects.filter(…).delete(): the collector deletes, the model's method does not run; the query
; sets of these libraries keep the rows
((identifier) @bypass
  (#word? @bypass "delete")
  (#set! bypass.does "erases")
  (#set! bypass.by "rows")
  (#set! bypass.heeds "django_paranoid")
  (#set! bypass.heeds "django_permanent")
  (#set! bypass.heeds "django_softdelete")
  (#set! bypass.heeds "livefield")
  (#set! bypass.heeds "model_utils")
  (#set! bypass.heeds "safedelete")
  (#set! bypass.heeds "softdelete"))

; queryset._raw_delete(using)
((identifier) @bypass
  (#word? @bypass "_raw_delete")
  (#set! bypass.does "erases")
  (#set! bypass.by "rows"))

; Article._base_manager
((identifier) @bypass
  (#word? @bypass "_base_manager")
  (#set! bypass.does "passes")
  (#set! bypass.by "attribute"))

; cursor.execute("DELETE FROM shop_article"), Article.objects.raw("SELECT …")
((identifier) @bypass
  (#word? @bypass "execute" "executemany" "raw")
  (#set! bypass.does "passes")
  (#set! bypass.by "sql"))

; Article.objects.get_or_create(slug=slug)
((identifier) @bypass
  (#word? @bypass "get_or_create" "update_or_create" "aget_or_create" "aupdate_or_create")
  (#set! bypass.does "trusts")
  (#set! bypass.by "rows"))

; Account.objects.bulk_create([Account(email=email)]): neither `save` nor `pre_save`
; https://docs.djangoproject.com/en/5.2/ref/models/querysets/#bulk-create
((identifier) @bypass
  (#word? @bypass "bulk_create" "abulk_create")
  (#set! bypass.does "makes")
  (#set! bypass.by "objects")
  (#set! bypass.past "hooks"))
