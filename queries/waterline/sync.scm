; Tables that are built anew from the models whenever the application starts.
; https://sailsjs.com/documentation/concepts/models-and-orm/model-settings#migrate

; migrate: 'alter'
((identifier) @sync
  (#word? @sync "migrate")
  (#set! sync.by "setting")
  (#set! sync.value "alter")
  (#set! sync.beside "schema")
  (#set! sync.beside "attributes")
  (#set! sync.beside "dataEncryptionKeys"))
