const knex = require('./knex');

exports.all = () => knex('flags as f').orderBy('name');

exports.names = () => knex.select('name').from('flags');

exports.owners = () => knex('owners').join('flags', 'flags.id', 'owners.flag_id');

exports.count = () => knex.raw('SELECT count(*) FROM flags');

exports.letters = () => Array.from('flags');

exports.traces = (warehouse) => warehouse.query().from('flags', 'f').join('flags', 'flags.id', 'f.id');
