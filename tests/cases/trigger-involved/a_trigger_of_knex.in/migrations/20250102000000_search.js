exports.up = (knex) => knex.raw(`
  CREATE FUNCTION users_search() RETURNS trigger AS $$
  BEGIN
    NEW.search := to_tsvector('simple', coalesce(NEW.nickname, ''));
    RETURN NEW;
  END
  $$ LANGUAGE plpgsql;
  CREATE TRIGGER users_search BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE PROCEDURE users_search();
`);
