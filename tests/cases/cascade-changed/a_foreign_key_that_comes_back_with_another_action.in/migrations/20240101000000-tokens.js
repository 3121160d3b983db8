exports.up = function (db, cb) {
    db.runSql(
        `CREATE TABLE tokens (secret TEXT PRIMARY KEY);
         CREATE TABLE uses (id INTEGER PRIMARY KEY, token TEXT REFERENCES tokens(secret) ON DELETE CASCADE);
         CREATE TABLE grants (id INTEGER PRIMARY KEY, token TEXT REFERENCES tokens(secret));
         CREATE TABLE audits (id INTEGER PRIMARY KEY, token TEXT REFERENCES tokens(secret) ON DELETE RESTRICT);`,
        cb,
    );
};
