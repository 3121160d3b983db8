exports.up = function (db, cb) {
    db.runSql(`ALTER TABLE tokens ADD COLUMN created BOOLEAN NOT NULL;`, cb);
};
