//! What the texts of views, conditions and functions name.

use super::{DOCUMENTS, RESERVED, code, tables::NO_ALIAS};
use crate::database::{Body, Mention, Owner, WholeRow};

fn shown(body: &Body) -> Vec<String> {
    let shown = |mention: &Mention| match &mention.of {
        Owner::Row => format!("row.{}", mention.column),
        Owner::Table(table) => format!("{table}.{}", mention.column),
        Owner::OneOf(tables) => format!("({}).{}", tables.join("|"), mention.column),
    };
    body.mentions.iter().map(shown).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(shown(&code(text, &["p_id".to_owned()], None)), expected, "{text}");
}

#[test]
fn tables_of_words_are_sorted() {
    assert!(NO_ALIAS.is_sorted() && RESERVED.is_sorted() && DOCUMENTS.is_sorted());
}

#[test]
fn a_column_belongs_to_its_table() {
    check("SELECT id, u.nickname AS name FROM users u", &["users.id", "users.nickname"]);
    check("SELECT users.id FROM public.users", &["users.id"]);
    check(
        "SELECT a.x, y FROM audit.a JOIN b ON a.id = b.a_id",
        &["audit.a.x", "(audit.a|b).y", "audit.a.id", "b.a_id"],
    );
    check("SELECT f(x), x::text, 'y' FROM t", &["t.x"]);
    check("WITH r AS (SELECT a FROM t) SELECT r.a, b FROM r", &["t.a"]);
    check(
        "SELECT x FROM t WHERE EXISTS (SELECT 1 FROM s WHERE s.t_id = t.id)",
        &["t.x", "s.t_id", "t.id"],
    );
    check("SELECT (SELECT count(*) FROM s WHERE y > 1) FROM t", &["(s|t).y"]);
    check("SELECT extract(year FROM born), a IS DISTINCT FROM b FROM t", &["t.born", "t.a", "t.b"]);
}

#[test]
fn writes_name_columns_of_the_table_that_is_written() {
    check(
        "INSERT INTO log (who, what) SELECT id, name FROM users",
        &["log.who", "log.what", "users.id", "users.name"],
    );
    check(
        "UPDATE users SET posts_count = posts_count + 1 WHERE id = NEW.user_id",
        &["users.posts_count", "users.id", "row.user_id"],
    );
    check(
        "INSERT INTO t (a) VALUES (1) ON CONFLICT (b) DO UPDATE SET c = EXCLUDED.d",
        &["t.a", "t.b", "t.c", "t.d"],
    );
}

#[test]
fn variables_are_no_columns() {
    check(
        "DECLARE name text; BEGIN IF NEW.a > 1 THEN SELECT name, p_id, b INTO name FROM t; END IF; RETURN NEW; END",
        &["row.a", "t.b"],
    );
    check(
        "FOR r IN SELECT id FROM t LOOP PERFORM r.id; UPDATE s SET x = r.id; END LOOP",
        &["t.id", "s.x"],
    );
    check("EXECUTE 'UPDATE t SET a = 1'", &["t.a"]);
}

#[test]
fn whole_rows_are_told_apart() {
    let rows = |text| code(text, &[], None).rows;
    assert_eq!(rows("INSERT INTO audit (data) VALUES (to_jsonb(NEW))"), [WholeRow::Document]);
    assert_eq!(rows("INSERT INTO h SELECT now(), OLD.*"), [WholeRow::Values("h".to_owned())],);
    assert_eq!(rows("IF NEW.* IS DISTINCT FROM OLD.* THEN RETURN NEW; END IF"), []);
    assert_eq!(code("SELECT * FROM a WHERE x IN (SELECT y FROM b)", &[], None).stars, ["a"]);
    assert_eq!(code("SELECT count(*), u.* FROM users u", &[], None).stars, ["users"]);
}
