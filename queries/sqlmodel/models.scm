; Models of SQLModel.
; https://sqlmodel.tiangolo.com/

; class Hero(SQLModel, table=True)
((identifier) @declare
  (#word? @declare "SQLModel")
  (#set! declare.as "typed-base"))

; id: int | None = Field(default=None, primary_key=True)
((identifier) @declare
  (#word? @declare "Field")
  (#set! declare.as "field"))

; team: Team = Relationship()
((identifier) @declare
  (#word? @declare "Relationship" "PrivateAttr")
  (#set! declare.as "no-column"))

; settings: ClassVar[dict] = {}
((identifier) @declare
  (#word? @declare "ClassVar")
  (#set! declare.as "no-column"))
