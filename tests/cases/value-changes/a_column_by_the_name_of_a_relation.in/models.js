const { Model } = require('objection');

class User extends Model {
  static tableName = 'users';
}

class Post extends Model {
  static tableName = 'posts';
  static relationMappings = () => ({
    author: {
      relation: Model.BelongsToOneRelation,
      modelClass: User,
      join: { from: 'posts.user_id', to: 'users.id' },
    },
  });
}

module.exports = { Post, User };
