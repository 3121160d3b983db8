; Libraries whose base classes keep deleted rows and filter them out of the default manager.
; Measured by introspection: the columns, the condition and what deleting does.

; class Article(SafeDeleteModel): django-safedelete 1.5 (safedelete/models.py)
((identifier) @base
  (#word? @base "SafeDeleteModel" "SafeDeleteMixin")
  (#set! base.orm "django")
  (#set! base.module "safedelete")
  (#set! base.column "deleted DateTimeField null")
  (#set! base.column "deleted_by_cascade BooleanField")
  (#set! base.column-setting "SAFE_DELETE_FIELD_NAME")
  (#set! base.predicate "{column} IS NULL")
  (#set! base.deletes "deleted"))

; class Article(SoftDeletableModel): django-model-utils 5.0 (model_utils/models.py)
((identifier) @base
  (#word? @base "SoftDeletableModel")
  (#set! base.orm "django")
  (#set! base.module "model_utils")
  (#set! base.column "is_removed BooleanField")
  (#set! base.predicate "NOT {column}")
  (#set! base.deletes "is_removed"))

; class Article(SoftDeleteObject): django-softdelete 0.11 (softdelete/models.py)
((identifier) @base
  (#word? @base "SoftDeleteObject")
  (#set! base.orm "django")
  (#set! base.module "softdelete")
  (#set! base.column "deleted_at DateTimeField null")
  (#set! base.predicate "{column} IS NULL")
  (#set! base.deletes "deleted_at"))

; class Article(SoftDeleteModel): django-soft-delete 1.0 (django_softdelete/models.py)
((identifier) @base
  (#word? @base "SoftDeleteModel")
  (#set! base.orm "django")
  (#set! base.module "django_softdelete")
  (#set! base.column "deleted_at DateTimeField null")
  (#set! base.column "restored_at DateTimeField null")
  (#set! base.column "transaction_id UUIDField null")
  (#set! base.predicate "{column} IS NULL")
  (#set! base.deletes "deleted_at"))

; class Article(PermanentModel): django-permanent 2.0 (django_permanent/models.py)
((identifier) @base
  (#word? @base "PermanentModel")
  (#set! base.orm "django")
  (#set! base.module "django_permanent")
  (#set! base.column "removed DateTimeField null")
  (#set! base.predicate "{column} IS NULL")
  (#set! base.deletes "removed"))

; class Article(LiveModel): django-livefield 4.3 (livefield/models.py); NULL means deleted
((identifier) @base
  (#word? @base "LiveModel")
  (#set! base.orm "django")
  (#set! base.module "livefield")
  (#set! base.column "live LiveField null")
  (#set! base.predicate "{column} = TRUE")
  (#set! base.deletes "live"))

; class Article(ParanoidModel): django-paranoid 1.0 (django_paranoid/models.py)
((identifier) @base
  (#word? @base "ParanoidModel")
  (#set! base.orm "django")
  (#set! base.module "django_paranoid")
  (#set! base.column "created_at DateTimeField")
  (#set! base.column "updated_at DateTimeField")
  (#set! base.column "deleted_at DateTimeField null")
  (#set! base.predicate "{column} IS NULL")
  (#set! base.deletes "deleted_at"))
