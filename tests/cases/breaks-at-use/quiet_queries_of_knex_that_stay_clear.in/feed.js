module.exports = (knex) => ({
  live: () => knex('posts').join('users', 'users.id', 'posts.user_id').whereNull('posts.deleted_at').select('posts.id'),
  alone: () => knex('posts').whereNull('deleted_at').select('id'),
  others: () => knex('posts').join('tags', 'tags.id', 'posts.tag_id').whereNull('deleted_at'),
  value: () => knex('posts').join('users', 'users.id', 'posts.user_id').where('users.name', 'deleted_at').count(),
  within: () => knex('posts').whereIn('user_id', knex('users').select('id')).whereNull('deleted_at').count(),
  written: () => knex.raw('SELECT p.id FROM posts p JOIN users u ON u.id = p.user_id WHERE p.deleted_at IS NULL'),
});
