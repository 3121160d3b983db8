; Models of Sequelize.
; https://sequelize.org/docs/v6/core-concepts/model-basics/

; sequelize.define('User', attributes, options)
((identifier) @declare
  (#word? @declare "define")
  (#set! declare.as "model"))

; User.init(attributes, { sequelize })
((identifier) @declare
  (#word? @declare "init")
  (#set! declare.as "own-model"))

; new Sequelize(url, { define: { paranoid: true } })
((identifier) @declare
  (#word? @declare "Sequelize")
  (#set! declare.as "connection"))

; Post.belongsTo(User, { foreignKey: 'userId' })
((identifier) @association
  (#word? @association "belongsTo")
  (#set! association.kind "belongs_to"))
