; Declarative models of SQLAlchemy, their tables and columns.
; https://docs.sqlalchemy.org/en/20/orm/mapping_styles.html

; id = mapped_column(Integer), id = Column(Integer)
((identifier) @declare
  (#word? @declare "Column" "mapped_column")
  (#set! declare.as "column"))

; body = deferred(Column(Text))
((identifier) @declare
  (#word? @declare "deferred" "column_property")
  (#set! declare.as "column-around"))

; id: Mapped[int]
((identifier) @declare
  (#word? @declare "Mapped")
  (#set! declare.as "mapped"))

; article = relationship("Article", primaryjoin="…")
((identifier) @declare
  (#word? @declare "relationship" "backref")
  (#set! declare.as "relationship"))

; author_id = Column(ForeignKey("authors.id"))
((identifier) @declare
  (#word? @declare "ForeignKey")
  (#set! declare.as "foreign-key"))

; Index("by_title", "title")
((identifier) @declare
  (#word? @declare "Index")
  (#set! declare.as "index"))

; UniqueConstraint("title")
((identifier) @declare
  (#word? @declare "UniqueConstraint" "PrimaryKeyConstraint")
  (#set! declare.as "constraint"))

; ForeignKeyConstraint(["author_id"], ["authors.id"])
((identifier) @declare
  (#word? @declare "ForeignKeyConstraint")
  (#set! declare.as "key-constraint"))

; metadata: Mapped[str]
((identifier) @declare
  (#word? @declare "metadata")
  (#set! declare.as "kept-name"))

; class Article(MappedAsDataclass, Base)
((identifier) @declare
  (#word? @declare "MappedAsDataclass")
  (#set! declare.as "dataclass"))

; @mapped_as_dataclass(registry)
((identifier) @declare
  (#word? @declare "mapped_as_dataclass")
  (#set! declare.as "mapped-dataclass"))

; key = Annotated[int, mapped_column(primary_key=True)]
((identifier) @declare
  (#word? @declare "Annotated")
  (#set! declare.as "annotated"))

; server_default=text("0")
((identifier) @declare
  (#word? @declare "text")
  (#set! declare.as "sql"))

; server_default=func.now()
((identifier) @declare
  (#word? @declare "func")
  (#set! declare.as "functions"))

; server_default=sa.true()
((identifier) @declare
  (#word? @declare "true")
  (#set! declare.as "true"))

; server_default=sa.false()
((identifier) @declare
  (#word? @declare "false")
  (#set! declare.as "false"))

; users = Table("users", metadata, Column(…))
((identifier) @declare
  (#word? @declare "Table")
  (#set! declare.as "table"))

; registry.map_imperatively(User, users), mapper(User, users)
((identifier) @declare
  (#word? @declare "map_imperatively" "mapper")
  (#set! declare.as "mapping"))

; @declared_attr
((identifier) @declare
  (#word? @declare "declared_attr")
  (#set! declare.as "declared"))

; class Base(DeclarativeBase), Base = declarative_base(), @as_declarative()
((identifier) @declare
  (#word? @declare
    "DeclarativeBase" "DeclarativeBaseNoMeta" "declarative_base" "generate_base"
    "as_declarative" "as_declarative_base")
  (#set! declare.as "base"))

; Base = automap_base(), class Reflected(DeferredReflection)
((identifier) @declare
  (#word? @declare "automap_base" "DeferredReflection")
  (#set! declare.as "reflected-base"))

; @registry.mapped
((identifier) @declare
  (#word? @declare "mapped")
  (#set! declare.as "mapped-class"))

((identifier) @setting
  (#word? @setting "__tablename__")
  (#set! setting.name "table"))

((identifier) @setting
  (#word? @setting "__table__")
  (#set! setting.name "table-object"))

((identifier) @setting
  (#word? @setting "__table_args__")
  (#set! setting.name "table-args"))

((identifier) @setting
  (#word? @setting "__abstract__")
  (#set! setting.name "abstract"))

; __mapper_args__ = {"polymorphic_on": "kind", "version_id_col": version}
((identifier) @setting
  (#word? @setting "__mapper_args__")
  (#set! setting.name "mapper-args"))
