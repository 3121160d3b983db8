CREATE TABLE users (id bigint PRIMARY KEY AUTO_INCREMENT, slug varchar(255), nickname varchar(255));
