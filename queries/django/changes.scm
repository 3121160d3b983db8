; Steps of migrations of Django.
; https://docs.djangoproject.com/en/5.2/ref/migration-operations/
; Numbers are positions of arguments; a field without one is read from the option of its name.

; migrations.AddField('article', 'deleted_at', models.DateTimeField(null=True))
((identifier) @change
  (#word? @change "AddField")
  (#set! change.op "add-column")
  (#set! change.table "0") (#set! change.column "1") (#set! change.type "2"))

; migrations.AlterField('article', 'title', models.TextField())
((identifier) @change
  (#word? @change "AlterField")
  (#set! change.op "alter-column")
  (#set! change.table "0") (#set! change.column "1") (#set! change.type "2"))

; migrations.RemoveField('article', 'title')
((identifier) @change
  (#word? @change "RemoveField")
  (#set! change.op "drop-column")
  (#set! change.table "0") (#set! change.column "1"))

; migrations.RenameField('article', 'title', 'headline')
((identifier) @change
  (#word? @change "RenameField")
  (#set! change.op "rename-column")
  (#set! change.table "0") (#set! change.column "1") (#set! change.to "2"))

; migrations.CreateModel('Article', [('id', models.AutoField(primary_key=True))])
((identifier) @change
  (#word? @change "CreateModel")
  (#set! change.op "create-table")
  (#set! change.table "0") (#set! change.columns "1"))

; migrations.DeleteModel('Article')
((identifier) @change
  (#word? @change "DeleteModel")
  (#set! change.op "drop-table")
  (#set! change.table "0"))

; migrations.RenameModel('Article', 'Page')
((identifier) @change
  (#word? @change "RenameModel")
  (#set! change.op "rename-model")
  (#set! change.table "0") (#set! change.to "1"))

; migrations.AlterModelTable('Article', 'pages')
((identifier) @change
  (#word? @change "AlterModelTable")
  (#set! change.op "rename-table")
  (#set! change.table "0") (#set! change.to "1"))

; migrations.AlterUniqueTogether('Article', {('team', 'slug')})
((identifier) @change
  (#word? @change "AlterUniqueTogether")
  (#set! change.op "unique-together")
  (#set! change.table "0") (#set! change.columns "1"))

; migrations.AlterIndexTogether('Article', {('team', 'slug')})
((identifier) @change
  (#word? @change "AlterIndexTogether")
  (#set! change.op "index-together")
  (#set! change.table "0") (#set! change.columns "1"))

; migrations.AlterOrderWithRespectTo('Answer', 'question')
((identifier) @change
  (#word? @change "AlterOrderWithRespectTo")
  (#set! change.op "order")
  (#set! change.table "0") (#set! change.column "1"))

; migrations.AddConstraint('article', models.UniqueConstraint(fields=['slug'], name='slug'))
((identifier) @change
  (#word? @change "AddConstraint" "AddConstraintNotValid")
  (#set! change.op "add-constraint")
  (#set! change.table "0") (#set! change.column "1"))

; migrations.RemoveConstraint('article', 'unique_slug')
((identifier) @change
  (#word? @change "RemoveConstraint")
  (#set! change.op "drop-constraint")
  (#set! change.table "0") (#set! change.to "1"))

; migrations.AddIndex('article', models.Index(fields=['slug'], name='slug'))
((identifier) @change
  (#word? @change "AddIndex" "AddIndexConcurrently")
  (#set! change.op "add-index")
  (#set! change.table "0") (#set! change.column "1"))

; migrations.RemoveIndex('article', 'slug')
((identifier) @change
  (#word? @change "RemoveIndex" "RemoveIndexConcurrently")
  (#set! change.op "drop-index")
  (#set! change.table "0"))

; migrations.RunSQL('ALTER TABLE …')
((identifier) @change
  (#word? @change "RunSQL")
  (#set! change.op "sql") (#set! change.sql "0"))

; migrations.RunPython(forwards)
((identifier) @change
  (#word? @change "RunPython")
  (#set! change.op "code") (#set! change.to "0"))

; migrations.SeparateDatabaseAndState(database_operations=[…])
((identifier) @change
  (#word? @change "SeparateDatabaseAndState")
  (#set! change.op "database") (#set! change.columns "0"))

; What changes no table: options of models, and objects of other kinds.
((identifier) @change
  (#word? @change "AlterModelOptions" "AlterModelManagers" "AlterModelTableComment" "RenameIndex"
    "AlterConstraint" "ValidateConstraint" "CreateExtension" "BloomExtension" "BtreeGinExtension" "BtreeGistExtension"
    "CITextExtension" "CryptoExtension" "HStoreExtension" "TrigramExtension" "UnaccentExtension"
    "CreateCollation" "RemoveCollation" "AddTrigger" "RemoveTrigger")
  (#set! change.op "nothing"))

; with connection.cursor() as cursor: cursor.execute('UPDATE …')
((identifier) @change
  (#word? @change "execute" "executemany" "execute_from_file")
  (#set! change.op "execute") (#set! change.sql "0"))

; setattr(article, 'state', 'open')
((identifier) @change
  (#word? @change "setattr")
  (#set! change.op "set-attribute"))

; schema_editor.alter_field(Article, old, new)
((identifier) @change
  (#word? @change "add_field" "alter_field" "remove_field" "create_model" "delete_model"
    "alter_db_table" "alter_unique_together" "add_constraint" "remove_constraint")
  (#set! change.op "editor"))

; models.UniqueConstraint(fields=['slug'], name='slug')
((identifier) @change
  (#word? @change "UniqueConstraint")
  (#set! change.op "unique-constraint"))

; models.CheckConstraint(check=models.Q(age__gte=18), name='adult')
((identifier) @change
  (#word? @change "CheckConstraint" "ExclusionConstraint")
  (#set! change.op "check-constraint"))

; apps.get_model('shop', 'Article')
((identifier) @control
  (#word? @control "get_model")
  (#set! control.of "model"))

; Article.objects.update(state='open')
((identifier) @change
  (#word? @change "update" "aupdate")
  (#set! change.op "update-rows"))

; Article.objects.bulk_update(articles, ['state'])
((identifier) @change
  (#word? @change "bulk_update" "abulk_update")
  (#set! change.op "update-each"))

; Methods of a query that leave no row out.
((identifier) @control
  (#word? @control "all" "order_by" "select_related" "prefetch_related" "only" "defer" "using"
    "iterator" "select_for_update" "annotate" "alias" "extra_fields" "reverse" "aiterator"
    "get_queryset" "db_manager")
  (#set! control.of "same-rows"))

; Methods of a query that find one row.
((identifier) @control
  (#word? @control "get" "first" "last" "earliest" "latest")
  (#set! control.of "one-row"))

; Methods of a query that leave rows out.
((identifier) @control
  (#word? @control "filter" "exclude" "distinct" "in_bulk" "extra" "raw" "complex_filter")
  (#set! control.of "some-rows"))

; Managers of a model.
((identifier) @control
  (#word? @control "objects" "_default_manager" "_base_manager" "all_objects" "global_objects")
  (#set! control.of "manager"))

; What a row holds that is given one of these is never NULL.
((identifier) @value
  (#word? @value "now" "today" "utcnow" "localtime" "localdate" "uuid1" "uuid4" "uuid7" "dict" "list" "set"
    "str" "int" "float" "bool" "tuple" "datetime" "date" "time" "timedelta" "UUID" "token_hex" "token_urlsafe"
    "get_random_string" "make_password" "Now" "CurrentTimestamp" "TransactionNow" "RandomUUID" "UUID4" "UUID7"
    "JSONNull" "join" "format" "dumps" "len" "slugify" "count")
  (#set! value.is "set"))

; Decimal('0.00')
((identifier) @value
  (#word? @value "Decimal")
  (#set! value.is "number"))

; Value('open')
((identifier) @value
  (#word? @value "Value" "RawSQL")
  (#set! value.is "inner"))
