; Models of Bookshelf.
; https://bookshelfjs.org/api.html

; bookshelf.model('User', { tableName: 'users' })
((identifier) @declare
  (#word? @declare "model")
  (#set! declare.as "named-model"))

; bookshelf.Model.extend({ tableName: 'users' })
((identifier) @declare
  (#word? @declare "extend")
  (#set! declare.as "model"))

; class User extends bookshelf.Model {}
((identifier) @declare
  (#word? @declare "Model")
  (#set! declare.as "base"))

; bookshelf.plugin(require('bookshelf-paranoia'))
((identifier) @mixin
  (#word? @mixin "plugin")
  (#set! mixin.how "plugin"))

; { tableName: 'users' }, get tableName() { return 'users' }
((identifier) @setting
  (#word? @setting "tableName")
  (#set! setting.name "table"))
