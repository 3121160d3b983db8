module.exports = (knex) => ({
  feed: () => knex('posts').join('users', 'users.id', 'posts.user_id').select('*'),
  byTitle: () => knex('posts').where('title', 'like', 'p%').select('id'),
  named: () => knex('posts').join('users', 'users.id', 'posts.user_id').select('posts.*', 'users.email'),
  comments: () => knex('comments').join('users', 'users.id', 'comments.user_id').select('*'),
});
