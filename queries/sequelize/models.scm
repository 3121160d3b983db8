; Models of Sequelize.
; https://sequelize.org/docs/v6/core-concepts/model-basics/

; sequelize.define('User', attributes, options)
((identifier) @declare
  (#word? @declare "define")
  (#set! declare.as "model"))
