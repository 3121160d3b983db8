module.exports = (sequelize, DataTypes) => {
  const User = sequelize.define('User', {
    nickname: DataTypes.STRING,
    email: DataTypes.STRING,
  }, {
    getterMethods: {
      label() { return this.nickname || this.email },
    },
  })
  User.prototype.greet = function () { return `Hello ${this.nickname}` }
  User.byNickname = (nickname) => User.findOne({ where: { nickname }, attributes: ['id', 'nickname'] })
  return User
}
