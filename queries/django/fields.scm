; Fields of Django: the classes that make columns, and the types these have in PostgreSQL.
; https://docs.djangoproject.com/en/5.2/ref/models/fields/

; models.CharField(max_length=20)
((identifier) @field
  (#word? @field "CharField" "EmailField" "URLField" "SlugField" "FilePathField" "ImageField" "FileField"
    "CommaSeparatedIntegerField")
  (#set! field.sql "varchar(max_length)") (#set! field.empty "text"))

; models.TextField()
((identifier) @field
  (#word? @field "TextField")
  (#set! field.sql "text") (#set! field.empty "text"))

; models.BinaryField()
((identifier) @field
  (#word? @field "BinaryField")
  (#set! field.sql "bytea"))

; models.BooleanField()
((identifier) @field
  (#word? @field "BooleanField" "NullBooleanField")
  (#set! field.sql "boolean"))

; models.IntegerField()
((identifier) @field
  (#word? @field "IntegerField" "PositiveIntegerField")
  (#set! field.sql "integer"))

; models.BigIntegerField()
((identifier) @field
  (#word? @field "BigIntegerField" "PositiveBigIntegerField")
  (#set! field.sql "bigint"))

; models.SmallIntegerField()
((identifier) @field
  (#word? @field "SmallIntegerField" "PositiveSmallIntegerField")
  (#set! field.sql "smallint"))

; models.AutoField(primary_key=True)
((identifier) @field
  (#word? @field "AutoField")
  (#set! field.sql "integer") (#set! field.kind "serial"))

; models.BigAutoField(primary_key=True)
((identifier) @field
  (#word? @field "BigAutoField")
  (#set! field.sql "bigint") (#set! field.kind "serial"))

; models.SmallAutoField(primary_key=True)
((identifier) @field
  (#word? @field "SmallAutoField")
  (#set! field.sql "smallint") (#set! field.kind "serial"))

; models.DecimalField(max_digits=10, decimal_places=2)
((identifier) @field
  (#word? @field "DecimalField")
  (#set! field.sql "numeric(max_digits,decimal_places)"))

; models.FloatField()
((identifier) @field
  (#word? @field "FloatField")
  (#set! field.sql "double precision"))

; models.DateTimeField()
((identifier) @field
  (#word? @field "DateTimeField")
  (#set! field.sql "timestamptz"))

; models.DateField()
((identifier) @field
  (#word? @field "DateField")
  (#set! field.sql "date"))

; models.TimeField()
((identifier) @field
  (#word? @field "TimeField")
  (#set! field.sql "time"))

; models.DurationField()
((identifier) @field
  (#word? @field "DurationField")
  (#set! field.sql "interval"))

; models.UUIDField()
((identifier) @field
  (#word? @field "UUIDField")
  (#set! field.sql "uuid"))

; models.JSONField()
((identifier) @field
  (#word? @field "JSONField")
  (#set! field.sql "jsonb"))

; models.GenericIPAddressField()
((identifier) @field
  (#word? @field "GenericIPAddressField" "IPAddressField")
  (#set! field.sql "inet"))

; models.GeneratedField(expression=…, output_field=models.CharField(), db_persist=True)
((identifier) @field
  (#word? @field "GeneratedField")
  (#set! field.kind "generated"))

; models.ForeignKey('shop.Author', on_delete=models.CASCADE)
((identifier) @field
  (#word? @field "ForeignKey" "OneToOneField" "ParentalKey" "TreeForeignKey" "TreeOneToOneField"
    "AutoOneToOneField" "SingleTagField")
  (#set! field.kind "foreign-key"))

; models.ManyToManyField('shop.Tag'), tagulous.models.TagField()
; https://django-tagulous.readthedocs.io/en/latest/models/tag_fields.html
((identifier) @field
  (#word? @field "ManyToManyField" "ParentalManyToManyField" "SortedManyToManyField"
    "TreeManyToManyField" "TagField")
  (#set! field.kind "many-to-many"))

; Fields without a column.
((identifier) @field
  (#word? @field "GenericForeignKey" "GenericRelation" "TaggableManager" "ClusterTaggableManager"
    "CompositePrimaryKey" "CompositeForeignKey" "ForeignObject" "HistoricalRecords")
  (#set! field.kind "none"))

; ArrayField(models.TextField()) and others of one database, and of libraries
((identifier) @field
  (#word? @field "ArrayField" "HStoreField" "SearchVectorField" "CITextField" "CICharField"
    "CIEmailField" "IntegerRangeField" "BigIntegerRangeField" "DecimalRangeField" "DateRangeField"
    "DateTimeRangeField" "GeometryField" "PointField" "LineStringField" "PolygonField"
    "MultiPointField" "MultiPolygonField" "MultiLineStringField" "GeometryCollectionField"
    "RasterField" "StreamField" "RichTextField" "Field")
  (#set! field.kind "column"))

; price = MoneyField(max_digits=9): django-money keeps the currency beside it
((identifier) @field
  (#word? @field "MoneyField")
  (#set! field.sql "numeric(max_digits,decimal_places)")
  (#set! field.adds "{name}_currency"))

; body = SplitField(): django-model-utils
((identifier) @field
  (#word? @field "SplitField")
  (#set! field.sql "text") (#set! field.empty "text")
  (#set! field.adds "_{name}_excerpt"))

; body = MarkupField(): django-markupfield
((identifier) @field
  (#word? @field "MarkupField")
  (#set! field.sql "text") (#set! field.empty "text")
  (#set! field.adds "{name}_markup_type") (#set! field.adds "_{name}_rendered"))
