const { models } = require('../models')

exports.UserType = new GraphQLObjectType({
  name: 'User',
  fields: () => ({
    nickname: {
      type: GraphQLString,
      resolve: async (user) => user.nickname,
    },
  }),
})

exports.find = async (args) => {
  const members = await models.Team.findAll({
    include: [{ model: models.User, where: { nickname: args.nickname } }],
    order: [['nickname', 'ASC']],
  })
  const remoteUser = await models.User.findByPk(args.id)
  const { nickname } = remoteUser
  return { members, nickname }
}
