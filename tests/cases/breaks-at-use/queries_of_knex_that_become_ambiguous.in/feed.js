module.exports = (knex) => ({
  live: () => knex('posts').join('users', 'users.id', 'posts.user_id').whereNull('deleted_at').select('posts.id'),
  sorted: () => knex.select('posts.id').from('posts').leftJoin('users as u', 'u.id', 'posts.user_id').orderBy('deleted_at'),
  counted: () => knex('posts').join('users', 'users.id', 'posts.user_id').whereRaw('deleted_at > now()').count(),
  written: () => knex.raw(`
    SELECT p.id FROM posts p JOIN users u ON u.id = p.user_id WHERE deleted_at IS NULL`),
});
