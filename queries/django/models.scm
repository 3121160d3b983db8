; Models of Django and what their members are.
; https://docs.djangoproject.com/en/5.2/ref/models/

; objects = models.Manager()
((identifier) @manager
  (#word? @manager "Manager")
  (#set! manager.kind "plain"))
