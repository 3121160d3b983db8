exports.up = (q, S) => q.addColumn('users', 'updatedAt', { type: S.DATE });
