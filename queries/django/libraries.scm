; Base classes of Django's companions and the columns that they bring.

; class Article(TimeStampedModel): django-model-utils (model_utils/models.py)
((identifier) @base
  (#word? @base "TimeStampedModel")
  (#set! base.orm "django")
  (#set! base.module "model_utils")
  (#set! base.column "created AutoCreatedField")
  (#set! base.column "modified AutoLastModifiedField"))

((identifier) @base
  (#word? @base "TimeFramedModel")
  (#set! base.orm "django")
  (#set! base.module "model_utils")
  (#set! base.column "start DateTimeField null")
  (#set! base.column "end DateTimeField null"))

((identifier) @base
  (#word? @base "StatusModel")
  (#set! base.orm "django")
  (#set! base.module "model_utils")
  (#set! base.column "status StatusField")
  (#set! base.column "status_changed MonitorField"))

((identifier) @base
  (#word? @base "UUIDModel")
  (#set! base.orm "django")
  (#set! base.module "model_utils")
  (#set! base.column "id UUIDField key"))

; class Article(TimeStampedModel): django-extensions (django_extensions/db/models.py)
((identifier) @base
  (#word? @base "TimeStampedModel")
  (#set! base.orm "django")
  (#set! base.module "django_extensions")
  (#set! base.column "created CreationDateTimeField")
  (#set! base.column "modified ModificationDateTimeField"))

((identifier) @base
  (#word? @base "TitleDescriptionModel")
  (#set! base.orm "django")
  (#set! base.module "django_extensions")
  (#set! base.column "title CharField")
  (#set! base.column "description TextField null"))

((identifier) @base
  (#word? @base "TitleSlugDescriptionModel")
  (#set! base.orm "django")
  (#set! base.module "django_extensions")
  (#set! base.column "title CharField")
  (#set! base.column "description TextField null")
  (#set! base.column "slug AutoSlugField"))

((identifier) @base
  (#word? @base "ActivatorModel")
  (#set! base.orm "django")
  (#set! base.module "django_extensions")
  (#set! base.column "status IntegerField")
  (#set! base.column "activate_date DateTimeField null")
  (#set! base.column "deactivate_date DateTimeField null"))

; class Category(MPTTModel): django-mptt (mptt/models.py)
((identifier) @base
  (#word? @base "MPTTModel")
  (#set! base.orm "django")
  (#set! base.module "mptt")
  (#set! base.column "lft PositiveIntegerField")
  (#set! base.column "rght PositiveIntegerField")
  (#set! base.column "tree_id PositiveIntegerField")
  (#set! base.column "level PositiveIntegerField"))

; class Category(MP_Node): django-treebeard
((identifier) @base
  (#word? @base "MP_Node")
  (#set! base.orm "django")
  (#set! base.module "treebeard")
  (#set! base.column "path CharField unique")
  (#set! base.column "depth PositiveIntegerField")
  (#set! base.column "numchild PositiveIntegerField"))

((identifier) @base
  (#word? @base "NS_Node")
  (#set! base.orm "django")
  (#set! base.module "treebeard")
  (#set! base.column "lft PositiveIntegerField")
  (#set! base.column "rgt PositiveIntegerField")
  (#set! base.column "tree_id PositiveIntegerField")
  (#set! base.column "depth PositiveIntegerField"))

((identifier) @base
  (#word? @base "AL_Node")
  (#set! base.orm "django")
  (#set! base.module "treebeard"))

; class Animal(PolymorphicModel): django-polymorphic
((identifier) @base
  (#word? @base "PolymorphicModel")
  (#set! base.orm "django")
  (#set! base.module "polymorphic")
  (#set! base.column "polymorphic_ctype_id ForeignKey null polymorphic_ctype"))

; class HomePage(Page): Wagtail (wagtail/models/pages.py)
((identifier) @base
  (#word? @base "Page")
  (#set! base.orm "django")
  (#set! base.module "wagtail")
  (#set! base.table "wagtailcore_page"))

((identifier) @base
  (#word? @base "AbstractImage")
  (#set! base.orm "django")
  (#set! base.module "wagtail")
  (#set! base.column "collection_id ForeignKey plain collection")
  (#set! base.column "title CharField")
  (#set! base.column "description CharField")
  (#set! base.column "file WagtailImageField")
  (#set! base.column "width IntegerField")
  (#set! base.column "height IntegerField")
  (#set! base.column "created_at DateTimeField")
  (#set! base.column "focal_point_x PositiveIntegerField null")
  (#set! base.column "focal_point_y PositiveIntegerField null")
  (#set! base.column "focal_point_width PositiveIntegerField null")
  (#set! base.column "focal_point_height PositiveIntegerField null")
  (#set! base.column "uploaded_by_user_id ForeignKey null uploaded_by_user")
  (#set! base.column "file_size PositiveIntegerField null")
  (#set! base.column "file_hash CharField"))

; class Snippet(DraftStateMixin, models.Model): Wagtail's mixins are models
((identifier) @base
  (#word? @base "Orderable")
  (#set! base.orm "django")
  (#set! base.module "wagtail")
  (#set! base.module "modelcluster")
  (#set! base.column "sort_order IntegerField null"))

((identifier) @base
  (#word? @base "ClusterableModel" "Specific" "WorkflowMixin" "PreviewableMixin")
  (#set! base.orm "django")
  (#set! base.module "modelcluster")
  (#set! base.module "wagtail"))

; class ArticlePlugin(CMSPlugin): django CMS
((identifier) @base
  (#word? @base "CMSPlugin")
  (#set! base.orm "django")
  (#set! base.module "cms")
  (#set! base.table "cms_cmsplugin"))

; class Tagged(TaggedItemBase): django-taggit (taggit/models.py)
((identifier) @base
  (#word? @base "TagBase")
  (#set! base.orm "django")
  (#set! base.module "taggit")
  (#set! base.column "name CharField unique")
  (#set! base.column "slug SlugField unique"))

((identifier) @base
  (#word? @base "TaggedItemBase" "ItemBase")
  (#set! base.orm "django")
  (#set! base.module "taggit")
  (#set! base.column "tag_id ForeignKey plain tag"))

((identifier) @base
  (#word? @base "GenericTaggedItemBase")
  (#set! base.orm "django")
  (#set! base.module "taggit")
  (#set! base.column "content_type_id ForeignKey plain content_type")
  (#set! base.column "object_id IntegerField"))

; class Comment(CommentAbstractModel): django-contrib-comments
((identifier) @base
  (#word? @base "Comment")
  (#set! base.orm "django")
  (#set! base.module "django_comments")
  (#set! base.table "django_comments"))

; class Row(ParanoidModel) and other libraries without columns of their own
((identifier) @base
  (#word? @base "DirtyFieldsMixin" "ExportModelOperationsMixin" "LifecycleModel"
    "LifecycleModelMixin" "RulesModel")
  (#set! base.orm "django")
  (#set! base.module "dirtyfields")
  (#set! base.module "django_prometheus")
  (#set! base.module "django_lifecycle")
  (#set! base.module "rules"))

; class Task(PeriodicTask): django-celery-beat
((identifier) @base
  (#word? @base "PeriodicTask")
  (#set! base.orm "django")
  (#set! base.module "django_celery_beat")
  (#set! base.table "django_celery_beat_periodictask"))

; class Key(AbstractAPIKey): djangorestframework-api-key
((identifier) @base
  (#word? @base "AbstractAPIKey")
  (#set! base.orm "django")
  (#set! base.module "rest_framework_api_key")
  (#set! base.column "id CharField key")
  (#set! base.column "prefix CharField unique")
  (#set! base.column "hashed_key CharField")
  (#set! base.column "created DateTimeField")
  (#set! base.column "name CharField")
  (#set! base.column "revoked BooleanField")
  (#set! base.column "expiry_date DateTimeField null"))

; class Category(TreeNodeModel): django-treenode (treenode/models.py)
((identifier) @base
  (#word? @base "TreeNodeModel")
  (#set! base.orm "django")
  (#set! base.module "treenode")
  (#set! base.column "tn_ancestors_pks TextField")
  (#set! base.column "tn_ancestors_count PositiveSmallIntegerField")
  (#set! base.column "tn_children_pks TextField")
  (#set! base.column "tn_children_count PositiveSmallIntegerField")
  (#set! base.column "tn_depth PositiveSmallIntegerField")
  (#set! base.column "tn_descendants_pks TextField")
  (#set! base.column "tn_descendants_count PositiveSmallIntegerField")
  (#set! base.column "tn_index PositiveSmallIntegerField")
  (#set! base.column "tn_level PositiveSmallIntegerField")
  (#set! base.column "tn_order PositiveSmallIntegerField")
  (#set! base.column "tn_parent_id ForeignKey null tn_parent")
  (#set! base.column "tn_priority PositiveSmallIntegerField")
  (#set! base.column "tn_siblings_pks TextField")
  (#set! base.column "tn_siblings_count PositiveSmallIntegerField"))

; class IndexEntry(AbstractIndexEntry): django-modelsearch, and Wagtail with it
((identifier) @base
  (#word? @base "AbstractIndexEntry")
  (#set! base.orm "django")
  (#set! base.module "modelsearch")
  (#set! base.column "content_type_id ForeignKey plain content_type")
  (#set! base.column "object_id CharField")
  (#set! base.column "title_norm FloatField")
  (#set! base.column "autocomplete TextField")
  (#set! base.column "title TextField")
  (#set! base.column "body TextField"))

((identifier) @base
  (#word? @base "AbstractSQLiteFTSIndexEntry")
  (#set! base.orm "django")
  (#set! base.module "modelsearch")
  (#set! base.column "autocomplete TextField")
  (#set! base.column "title TextField")
  (#set! base.column "body TextField"))
