exports.up = function (db, cb) {
    db.runSql(`ALTER TABLE uses DROP CONSTRAINT uses_token_fkey;`, cb);
    db.runSql(`ALTER TABLE uses ADD CONSTRAINT uses_token_fkey FOREIGN KEY (token) REFERENCES tokens(secret) ON DELETE NO ACTION;`, cb);
    db.runSql(`ALTER TABLE grants DROP CONSTRAINT grants_token_fkey;`, cb);
    db.runSql(`ALTER TABLE grants ADD CONSTRAINT grants_token_fkey FOREIGN KEY (token) REFERENCES tokens(secret) ON DELETE CASCADE;`, cb);
    db.runSql(`ALTER TABLE audits DROP CONSTRAINT audits_token_fkey;`, cb);
    db.runSql(`ALTER TABLE audits ADD CONSTRAINT audits_token_fkey FOREIGN KEY (token) REFERENCES tokens(secret);`, cb);
};
