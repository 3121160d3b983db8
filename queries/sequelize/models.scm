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

; User.hasMany(Post, { foreignKey: 'userId' })
((identifier) @association
  (#word? @association "hasMany" "hasOne")
  (#set! association.kind "has_many"))

; User.belongsToMany(Group, { through: GroupUser })
((identifier) @association
  (#word? @association "belongsToMany")
  (#set! association.kind "many_to_many"))

; User.addScope('defaultScope', { where: { active: true } })
((identifier) @scope
  (#word? @scope "addScope")
  (#set! scope.kind "named"))

; User.addHook('beforeFind', (options) => { … })
((identifier) @callback
  (#word? @callback "addHook")
  (#set! callback.when "named"))

; User.beforeFind((options) => { … }), hooks: { beforeFind(options) { … } }
((identifier) @callback
  (#word? @callback "beforeFind" "beforeFindAfterExpandIncludeAll" "beforeFindAfterOptions")
  (#set! callback.when "before-find"))
