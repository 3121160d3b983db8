; Documents of MongoEngine.
; https://docs.mongoengine.org/guide/defining-documents.html

; class User(Document)
((identifier) @base
  (#word? @base "Document" "DynamicDocument")
  (#set! base.orm "mongoengine")
  (#set! base.module "mongoengine"))
