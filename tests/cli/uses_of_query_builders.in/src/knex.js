const { knex } = require('./database')

exports.find = (nickname) => knex('users').where({ nickname }).first('id', 'nickname')
exports.names = () => knex.raw('SELECT u.nickname FROM users u JOIN teams t ON t.id = u.team_id')
