; Soft deletes for Lucid.
; https://github.com/lookinlab/adonis-lucid-soft-deletes

; class Post extends compose(BaseModel, SoftDeletes) {}
((identifier) @scope
  (#word? @scope "SoftDeletes")
  (#set! scope.kind "default")
  (#set! scope.gem "adonis-lucid-soft-deletes")
  (#set! scope.column "deleted_at")
  (#set! scope.delete "delete"))

; Before AdonisJS 6.
((identifier) @scope
  (#word? @scope "SoftDeletes")
  (#set! scope.kind "default")
  (#set! scope.gem "@ioc:Adonis/Addons/LucidSoftDeletes")
  (#set! scope.column "deleted_at")
  (#set! scope.delete "delete"))
