export default {
  entities: ['dist/**/*.js'],
  filters: { live: { cond: { deletedAt: null } } },
};
