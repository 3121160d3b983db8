; Models of Flask-SQLAlchemy: the extension's object gives the base.
; https://flask-sqlalchemy.readthedocs.io/en/stable/models/

; db = SQLAlchemy(app)
((identifier) @declare
  (#word? @declare "SQLAlchemy")
  (#set! declare.as "extension"))

; class User(db.Model)
((identifier) @declare
  (#word? @declare "Model")
  (#set! declare.as "extension-base"))
