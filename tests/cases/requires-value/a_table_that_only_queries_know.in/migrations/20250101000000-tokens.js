exports.up = function (db, cb) {
    db.runSql(`CREATE TABLE tokens (secret TEXT PRIMARY KEY);`, cb);
};
