CREATE VIEW members AS SELECT id, nickname FROM users;
