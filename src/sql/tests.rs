//! What the readers of SQL understand, and what they survive.

use std::sync::Arc;

use super::{changes, column, existing, predicate};
use crate::{
    change::{Change, DefaultValue, Op},
    predicate::{Cell, Literal, Row, Truth},
};

/// The condition, and what it is for a row that holds NULL in `x`.
#[track_caller]
fn check(text: &str, expected: &str, null: Truth) {
    let predicate = predicate(text);
    assert_eq!(predicate.to_string(), expected, "{text}");
    let row = Row::from([("x".to_owned(), Cell::Null)]);
    assert_eq!(predicate.truth(&row), null, "{text}: {predicate:?}");
}

#[test]
fn conditions_are_read_with_their_three_values() {
    const T: Truth = Truth::TRUE;
    const F: Truth = Truth::FALSE;
    const N: Truth = Truth::NULL;
    for (text, expected, null) in [
        ("x IS NULL", "x IS NULL", T),
        ("WHERE users.X IS NULL;", "users.X IS NULL", T),
        ("x IS NOT NULL", "x IS NOT NULL", F),
        ("NOT x IS NULL", "x IS NOT NULL", F),
        ("\"users\".\"x\" IS NULL", "users.x IS NULL", T),
        ("`users`.`x` IS NULL", "users.x IS NULL", T),
        ("[users].[x] IS NULL", "users.x IS NULL", T),
        ("[x] IS NULL", "x IS NULL", T),
        ("public.users.x IS NULL", "users.x IS NULL", T),
        ("x <> 'deleted'", "x <> 'deleted'", N),
        ("x != \"deleted\"", "x <> 'deleted'", N),
        ("'deleted' < x", "x > 'deleted'", N),
        ("x >= -1.5", "x >= -1.5", N),
        ("COALESCE(x, FALSE) = FALSE", "COALESCE(x, FALSE) = FALSE", T),
        ("coalesce(x, 0) <> 0", "COALESCE(x, 0) <> 0", F),
        ("ifnull(x, '') = ''", "COALESCE(x, '') = ''", T),
        ("NOT coalesce(x, true)", "NOT (COALESCE(x, TRUE) = TRUE)", F),
        ("x IS NULL OR x > now()", "x IS NULL OR x > now()", T),
        ("x IS NULL AND x > now()", "x IS NULL AND x > now()", N),
        ("x > now() - interval '30 days'", "x > now() - INTERVAL '30 days'", N),
        ("x IS DISTINCT FROM 'a'", "NOT (x IS NOT DISTINCT FROM 'a')", T),
        ("x IS NOT DISTINCT FROM NULL", "x IS NULL", T),
        ("x <=> 1", "x IS NOT DISTINCT FROM 1", F),
        ("x IS TRUE", "x IS NOT DISTINCT FROM TRUE", F),
        ("x IS NOT TRUE", "NOT (x IS NOT DISTINCT FROM TRUE)", T),
        ("x IS FALSE", "x IS NOT DISTINCT FROM FALSE", F),
        ("x IS UNKNOWN", "x IS NULL", T),
        ("(x = 'a') IS NOT TRUE", "NOT (x IS NOT NULL AND x = 'a')", T),
        ("x IN ('a', 'b')", "x IN ('a', 'b')", N),
        ("x NOT IN (1, 2)", "x NOT IN (1, 2)", N),
        ("x NOT IN (1, NULL)", "FALSE", F),
        ("x IN (NULL)", "FALSE", F),
        ("x = ANY (ARRAY['a'::text, 'b'::text])", "x IN ('a', 'b')", N),
        ("x::text <> ALL (ARRAY['a']::text[])", "x NOT IN ('a')", N),
        ("x IN (SELECT id FROM t)", "x IN (SELECT id FROM t)", N),
        ("x NOT IN (SELECT id FROM t)", "x NOT IN (SELECT id FROM t)", Truth::UNKNOWN),
        ("x BETWEEN 1 AND 3", "x >= 1 AND x <= 3", N),
        ("x NOT BETWEEN 1 AND 3", "NOT (x >= 1) OR NOT (x <= 3)", N),
        ("x", "x = TRUE", N),
        ("NOT x", "NOT (x = TRUE)", N),
        ("lower(x) = 'y'", "lower(x) = 'y'", N),
        ("coalesce(lower(x), '') = ''", "COALESCE(lower(x), '') = ''", T),
        ("x LIKE 'a%'", "x LIKE 'a%'", N),
        ("x NOT LIKE 'a%'", "NOT (x LIKE 'a%')", N),
        ("x ~* '^a'", "x = ~* '^a'", N),
        ("x = ?", "x = ?", N),
        ("x = :name", "x = :name", N),
        ("x::integer = $2", "x = $2", N),
        ("x = %s", "x = %s", N),
        ("x = %(a)s", "x = %(a)s", N),
        ("x = '#{a}'", "x = '#{a}'", N),
        ("#{table_name}.x IS NULL", "x IS NULL", T),
        ("x BETWEEN ? AND ?", "x >= ? AND x <= ?", N),
        ("x = 'f'::boolean", "x = FALSE", N),
        ("((x) = (('t'::bool)))", "x = TRUE", N),
        ("x = NULL", "FALSE", F),
        ("NOT (x = NULL)", "FALSE", F),
        ("NOT (x = 1 OR x IS NULL)", "NOT (x = 1) AND x IS NOT NULL", F),
        ("NULLIF(x, '') IS NULL", "x IS NULL OR x IS NOT DISTINCT FROM ''", T),
        ("1 = 1", "TRUE", T),
        ("1=0", "FALSE", F),
        ("true AND x IS NULL", "x IS NULL", T),
        ("", "TRUE", T),
        ("x IS NULL AND weird(a, b)", "x IS NULL AND weird(a, b)", Truth::UNKNOWN),
        ("x IS NULL AND a b c AND y = ?", "x IS NULL AND a b c AND y = ?", Truth::UNKNOWN),
        ("data ? 'key'", "data ? 'key'", Truth::UNKNOWN),
        ("EXISTS (SELECT 1 FROM t)", "EXISTS (SELECT 1 FROM t)", Truth::UNKNOWN),
        ("a = b", "a = b", Truth::UNKNOWN),
        ("x = (", "x = (", Truth::UNKNOWN),
    ] {
        check(text, expected, null);
    }
}

/// One change on one line: what it is, what it is of, and whatever else is said.
fn shown(change: &Change) -> String {
    let mut line = format!("{} {}", change.op.name(), change.subject());
    if change.op == Op::CreateTable {
        for column in &change.definitions {
            let sql_type = column.sql_type.as_deref().unwrap_or("?");
            let null = if column.nullable == Some(false) { "!" } else { "" };
            let key = if column.primary_key { " pk" } else { "" };
            let unique = if column.unique { " unique" } else { "" };
            line += &format!(" | {} {sql_type}{null}{key}{unique}", column.name);
            line += &column.default.shown().map_or(String::new(), |text| format!(" = {text}"));
        }
        return line;
    }
    if !change.columns.is_empty() {
        line += &format!(" ({})", change.columns.join(", "));
    }
    let to = change.to.as_ref().map(|to| format!(" -> {to}"));
    let sql_type = change.sql_type.as_ref().map(|text| format!(" {text}"));
    let null = change.nullable.map(|null| if null { " null" } else { " not null" }.to_owned());
    let default = match &change.default {
        DefaultValue::Unsaid => None,
        DefaultValue::Null => Some(" default null".to_owned()),
        other => other.shown().map(|text| format!(" default {text}")),
    };
    let existing = change.existing.iter().map(|cell| format!(" [{cell}]")).next();
    let condition = change.condition.as_ref().map(|text| format!(" where {text}"));
    [to, sql_type, null, default, existing, condition]
        .into_iter()
        .flatten()
        .fold(line, |a, b| a + &b)
}

#[track_caller]
fn check_changes(script: &str, expected: &[&str]) {
    let found: Vec<String> = changes(script, None, "sql").iter().map(shown).collect();
    assert_eq!(found, expected, "{script}");
}

#[test]
fn columns_are_added_changed_and_dropped() {
    for (script, expected) in [
        (
            "ALTER TABLE users ADD COLUMN deleted_at timestamptz",
            "add-column users.deleted_at timestamptz null [NULL]",
        ),
        (
            "alter table only public.Users add x boolean not null default false",
            "add-column users.x boolean not null default false [FALSE]",
        ),
        (
            "ALTER TABLE IF EXISTS audit.users ADD COLUMN IF NOT EXISTS x varchar(20) DEFAULT 'A'::character varying",
            "add-column audit.users.x varchar(20) null default A ['A']",
        ),
        (
            "ALTER TABLE t ADD x timestamp without time zone DEFAULT now() NOT NULL",
            "add-column t.x timestamp without time zone not null default now() [a value]",
        ),
        ("ALTER TABLE t ADD x int NOT NULL", "add-column t.x int not null [unknown]"),
        (
            "ALTER TABLE t ADD x uuid DEFAULT my_uuid()",
            "add-column t.x uuid null default my_uuid() [unknown]",
        ),
        (
            "ALTER TABLE t ADD x bigserial",
            "add-column t.x bigserial not null default nextval [a value]",
        ),
        (
            "ALTER TABLE t ADD x int GENERATED ALWAYS AS IDENTITY",
            "add-column t.x int not null default identity [a value]",
        ),
        (
            "ALTER TABLE t ADD x int GENERATED ALWAYS AS (a * 2) STORED",
            "add-column t.x int null default a * 2 [unknown]",
        ),
        (
            "ALTER TABLE `t` ADD COLUMN `x` tinyint(1) unsigned NOT NULL DEFAULT '0' COMMENT 'it''s' AFTER `y`",
            "add-column t.x tinyint(1) unsigned not null default 0 ['0']",
        ),
        (
            "ALTER TABLE `t` ADD `x` datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
            "add-column t.x datetime null default CURRENT_TIMESTAMP [a value]",
        ),
        (
            "ALTER TABLE [dbo].[t] ADD [x] bit NOT NULL CONSTRAINT [df] DEFAULT ((0))",
            "add-column t.x bit not null default 0 [0]",
        ),
        (
            "ALTER TABLE t ADD x jsonb DEFAULT '{}'::jsonb",
            "add-column t.x jsonb null default {} ['{}']",
        ),
        ("ALTER TABLE t DROP COLUMN IF EXISTS x CASCADE", "drop-column t.x"),
        ("ALTER TABLE t RENAME COLUMN x TO y", "rename-column t.x -> y [unknown]"),
        ("ALTER TABLE t RENAME TO u", "rename-table t -> u"),
        ("RENAME TABLE t TO u", "rename-table t -> u"),
        ("ALTER TABLE t ALTER COLUMN x SET NOT NULL", "alter-column t.x not null [a value]"),
        ("ALTER TABLE t ALTER x DROP NOT NULL", "alter-column t.x null [unknown]"),
        ("ALTER TABLE t ALTER x SET DEFAULT 'a'", "alter-column t.x default a [unknown]"),
        ("ALTER TABLE t ALTER x DROP DEFAULT", "alter-column t.x default null [unknown]"),
        ("ALTER TABLE t ALTER x TYPE bigint USING x::bigint", "alter-column t.x bigint [unknown]"),
        (
            "ALTER TABLE `t` MODIFY `x` ENUM('A','b') NOT NULL",
            "alter-column t.x enum('A', 'b') not null [a value]",
        ),
        (
            "ALTER TABLE t ALTER COLUMN x nvarchar(50) NULL",
            "alter-column t.x nvarchar(50) null [unknown]",
        ),
    ] {
        check_changes(script, &[expected]);
    }
    check_changes(
        "ALTER TABLE `t` CHANGE `x` `y` int NOT NULL, ADD INDEX idx (a), DROP PRIMARY KEY, RENAME INDEX a TO b",
        &[
            "rename-column t.x -> y [unknown]",
            "alter-column t.y int not null [a value]",
            "add-index t (a)",
            "change-primary-key t",
        ],
    );
    check_changes(
        "ALTER TABLE `t` RENAME INDEX `t_a_key` TO `t_b_key`",
        &["drop-unique t -> t_b_key", "add-unique t -> t_b_key"],
    );
    check_changes(
        "ALTER TABLE t RENAME CONSTRAINT t_a_key TO t_b_key",
        &["drop-unique t -> t_b_key", "add-unique t -> t_b_key"],
    );
    check_changes("ALTER TABLE t RENAME CONSTRAINT t_a_fkey TO t_b_fkey", &[]);
    check_changes(
        "ALTER TABLE t ADD x int UNIQUE REFERENCES public.teams(id), DROP y, ALTER z SET STATISTICS 5, FROB q",
        &[
            "add-column t.x int null [NULL]",
            "add-unique t (x)",
            "add-foreign-key t (x) -> teams",
            "drop-column t.y",
            "opaque t",
        ],
    );
    check_changes(
        "ALTER TABLE t ADD a int NULL, b bit",
        &["add-column t.a int null [NULL]", "add-column t.b bit null [NULL]"],
    );
    check_changes(
        "ALTER TABLE t ADD COLUMN (a int, b int)",
        &["add-column t.a int null [NULL]", "add-column t.b int null [NULL]"],
    );
}

#[test]
fn tables_and_constraints_are_read() {
    check_changes(
        "CREATE TABLE IF NOT EXISTS public.users (
           id bigserial PRIMARY KEY, email citext NOT NULL UNIQUE, team_id int REFERENCES teams,
           state varchar DEFAULT 'new' CHECK (state <> ''), UNIQUE (email, team_id),
           CONSTRAINT u UNIQUE (team_id), FOREIGN KEY (a, b) REFERENCES x.y (c, d), CHECK (a > 0))",
        &[
            "create-table users | id bigserial! pk = nextval | email citext! unique | team_id int unique | state varchar = new",
            "add-foreign-key users (team_id) -> teams",
            "add-check users (state) where state <> ''",
            "add-unique users (email, team_id)",
            "add-unique users (team_id)",
            "add-foreign-key users (a, b) -> x.y",
            "add-check users where a > 0",
        ],
    );
    check_changes(
        "CREATE TABLE `t` (\n `id` int unsigned NOT NULL AUTO_INCREMENT,\n `k` text COLLATE utf8mb4_bin,
         PRIMARY KEY (`id`), UNIQUE KEY `u` (`k`(10)), KEY `i` (`k`)
         ) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=DYNAMIC;",
        &[
            "create-table t | id int unsigned! pk = auto_increment | k text unique",
            "change-primary-key t (id)",
            "add-unique t (k)",
            "add-index t (k)",
        ],
    );
    check_changes(
        "CREATE TABLE t (id int, FROB (x) y, z frob(1) FROB 'q', KEY idx (id)) FROB",
        &[
            "create-table t | id int | frob ? = FROB (x) y | z ? = z frob(1) FROB 'q'",
            "add-index t (id)",
        ],
    );
    for (script, expected) in [
        ("CREATE TABLE t AS SELECT * FROM u", "create-table t"),
        ("CREATE TABLE t (LIKE u INCLUDING ALL)", "create-table t"),
        ("CREATE TABLE t LIKE u", "create-table t"),
        ("CREATE TABLE p PARTITION OF t FOR VALUES IN (1)", "create-table p"),
        (
            "CREATE UNIQUE INDEX CONCURRENTLY i ON public.t USING btree (a, lower(b)) WHERE (deleted_at IS NULL)",
            "add-unique t (a, lower(b)) where (deleted_at IS NULL)",
        ),
        ("CREATE INDEX IF NOT EXISTS i ON t (a DESC NULLS LAST)", "add-index t (a)"),
        ("CREATE INDEX i ON t USING gin (a gin_trgm_ops)", "add-index t (a)"),
        ("DROP INDEX CONCURRENTLY IF EXISTS i", "drop-index "),
        ("DROP INDEX `i` ON `t`", "drop-index t"),
        ("ALTER TABLE ONLY t ADD CONSTRAINT t_pkey PRIMARY KEY (id)", "change-primary-key t (id)"),
        (
            "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u(id) ON DELETE CASCADE NOT VALID",
            "add-foreign-key t (a) -> u where on delete cascade",
        ),
        (
            "ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID",
            "add-check t where a IS NOT NULL",
        ),
        ("ALTER TABLE t DROP CONSTRAINT t_email_key", "drop-unique t"),
        ("ALTER TABLE t DROP CONSTRAINT whatever", "opaque t"),
        ("ALTER TABLE t DROP CONSTRAINT t_team_id_1f2e_fk_team_id", "drop-foreign-key t"),
        ("ALTER TABLE t DROP FOREIGN KEY k", "drop-foreign-key t"),
        ("UPDATE t SET x = NULL", "backfill t.x [NULL]"),
        ("UPDATE t SET x = 'a' WHERE y IS NULL", "backfill t.x ['a'] where y IS NULL"),
        ("UPDATE t SET x = now()", "backfill t.x [a value]"),
        ("UPDATE t SET x = y", "backfill t.x [unknown]"),
        (
            "WITH u AS (SELECT 1 AS id) UPDATE t SET x = 2 FROM u WHERE u.id = t.id",
            "backfill t.x [2] where u.id = t.id",
        ),
        (
            "UPDATE t SET x = u.a FROM u WHERE u.id = t.id",
            "backfill t.x [unknown] where u.id = t.id",
        ),
        ("CREATE FUNCTION f() RETURNS trigger AS $$ begin; end; $$ LANGUAGE plpgsql", "define "),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", "define "),
        ("DO $$ BEGIN ALTER TABLE t ADD x int; END $$", "opaque "),
        ("ALTER TYPE mood RENAME VALUE 'x' TO 'y'", "opaque "),
        ("ALTER TABLE t ENABLE ROW LEVEL SECURITY", "opaque t"),
        ("ALTER TYPE a.mood ADD VALUE IF NOT EXISTS 'x' BEFORE 'y'", "add-enum-value  -> x a.mood"),
        ("frobnicate", "opaque "),
    ] {
        check_changes(script, &[expected]);
    }
    check_changes("DROP TABLE IF EXISTS a, b.c CASCADE", &["drop-table a", "drop-table b.c"]);
    check_changes(
        "UPDATE t SET (a, b) = (1, NULL), c = 'x'",
        &["backfill t.a [1]", "backfill t.b [NULL]", "backfill t.c ['x']"],
    );
}

#[test]
fn what_changes_no_schema_is_no_change() {
    for script in [
        "ALTER TYPE mood RENAME TO feeling;",
        "BEGIN; SET x = 1; SELECT 1; INSERT INTO t VALUES (';'); COMMIT;",
        "COMMENT ON TABLE t IS 'x'; GRANT ALL ON t TO u; CREATE EXTENSION citext; VACUUM",
        "ALTER TABLE public.t OWNER TO postgres; ALTER FUNCTION f(a integer, b text) OWNER TO x",
        "ALTER TABLE t DISABLE TRIGGER x; ALTER TABLE a.t ENABLE TRIGGER ALL; DROP SEQUENCE s",
        "ALTER TABLE t DROP CONSTRAINT ck_t_age; ALTER TABLE t DROP CONSTRAINT t_age_check",
        "/*!40000 ALTER TABLE `t` DISABLE KEYS */; CREATE TEMP TABLE t (a int)",
        "ALTER TABLE ONLY t ATTACH PARTITION p FOR VALUES FROM (1) TO (2); ALTER TABLE t REPLICA IDENTITY FULL",
        "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a; -- nothing",
        "",
        ";;",
        "-- only this",
        "\\restrict abc\n",
    ] {
        check_changes(script, &[]);
    }
    check_changes("DROP TABLE a;\n-- +goose Down\nDROP TABLE b;", &["drop-table a"]);
}

#[test]
fn steps_say_where_they_stand() {
    let file: Arc<str> = Arc::from("db/é.sql");
    let script = "-- first\nDROP TABLE é; /* é */ ALTER TABLE t\n  DROP a, -- why\n  DROP b\n;";
    let found = changes(script, Some(&file), "sql");
    let places: Vec<_> = found
        .iter()
        .filter_map(|change| change.place.as_ref())
        .map(|place| (&script[place.span.start as usize..place.span.end as usize], place.span))
        .map(|(text, span)| (text.len(), span.line, span.column, span.end_line, span.end_column))
        .collect();
    assert_eq!(places, [(13, 2, 1, 2, 13), (39, 2, 23, 4, 9), (39, 2, 23, 4, 9)]);
    assert_eq!(found[1].text, "ALTER TABLE t DROP a, DROP b");
}

#[test]
fn definitions_of_columns_come_in_any_order() {
    #[track_caller]
    fn check(text: &str, expected: Option<(Option<&str>, Option<bool>, Cell)>) {
        let found = column(text);
        let found = found.as_ref().map(|c| (c.sql_type.as_deref(), c.nullable, existing(c)));
        assert_eq!(found, expected, "{text}");
    }
    let no = Cell::Value(Literal::Bool(false));
    check("deleted_at", Some((None, Some(true), Cell::Null)));
    check("deleted_at timestamptz", Some((Some("timestamptz"), Some(true), Cell::Null)));
    check(
        "x timestamptz null default now()",
        Some((Some("timestamptz"), Some(true), Cell::NotNull)),
    );
    check("x boolean default false not null", Some((Some("boolean"), Some(false), no.clone())));
    check("x boolean not null default false", Some((Some("boolean"), Some(false), no.clone())));
    check("x default false", Some((None, Some(true), no)));
    check("x not null", Some((None, Some(false), Cell::Unknown)));
    check(
        "`x` int(11) unsigned default 'it''s'",
        Some((Some("int(11) unsigned"), Some(true), Cell::Value(Literal::Text("it's".to_owned())))),
    );
    check("\"X\" bigserial", Some((Some("bigserial"), Some(false), Cell::NotNull)));
    check("x int identity(1,1)", Some((Some("int"), Some(false), Cell::NotNull)));
    for text in [
        "",
        "(x)",
        "x int, y int",
        "x int; drop table y",
        "constraint k check (x)",
        "1x int",
        "x int frob 1 2",
    ] {
        check(text, None);
    }
}

#[test]
fn hostile_text_is_survived() {
    let long = |part: &str| part.repeat(20_000);
    for text in [
        long("("),
        long("a AND "),
        long("NOT "),
        long("1+"),
        long("a::"),
        long("'"),
        long("$a"),
        long("x IS NULL "),
        long("CASE "),
        long("/*"),
        long("é;"),
        long("`"),
        long("-"),
        long("a,"),
        format!("CREATE TABLE t ({}", long("a int,")),
        format!("ALTER TABLE t ADD x int DEFAULT {}", long("-")),
        format!("ALTER TABLE t ADD x int DEFAULT {}1", "1+".repeat(900)),
        format!("x = {}1", "1+".repeat(900)),
        format!("x{}", " OR x".repeat(900)),
        format!("x = {}1{}", "(".repeat(40), "+1)".repeat(40)),
        format!("f({}x{})", "f(".repeat(300), ")".repeat(300)),
    ] {
        let _ = predicate(&text).to_string();
        let _ = column(&text);
        let _ = changes(&text, None, "sql");
    }
}

#[test]
fn a_quoted_name_is_kept_as_written() {
    check_changes(
        "ALTER TABLE \"User\" ADD COLUMN \"deletedAt\" timestamptz, DROP COLUMN Nickname; CREATE TABLE `Posts` (`authorId` int)",
        &[
            "add-column User.deletedAt timestamptz null [NULL]",
            "drop-column User.nickname",
            "create-table Posts | authorId int",
        ],
    );
}

#[test]
fn an_index_that_prisma_names_tells_its_table() {
    check_changes("DROP INDEX \"User_email_key\"", &["drop-unique User"]);
    check_changes("DROP INDEX \"_PostToTag_AB_unique\"", &["drop-unique _PostToTag"]);
    check_changes("DROP INDEX \"User_email_idx\"", &["drop-index User"]);
    check_changes("DROP INDEX \"User.email_unique\"", &["drop-unique User"]);
    check_changes("DROP INDEX users_email_key", &["drop-index "]);
    check_changes(
        "ALTER INDEX \"User.email_unique\" RENAME TO \"User_email_key\"",
        &["drop-unique User -> User_email_key", "add-unique User -> User_email_key"],
    );
    check_changes("ALTER INDEX users_email_key RENAME TO by_email", &[]);
    check_changes(
        "DROP INDEX \"IDX_7faa2\"; DROP INDEX \"Users_by_name\"",
        &["drop-index ", "drop-index "],
    );
}

#[test]
fn a_table_that_is_built_anew_is_not_dropped() {
    check_changes(
        "CREATE TABLE \"new_User\" (\"id\" TEXT NOT NULL PRIMARY KEY, \"name\" TEXT, \"plan\" TEXT NOT NULL DEFAULT 'free'); \
         INSERT INTO \"new_User\" (\"id\", \"name\") SELECT \"id\", \"name\" FROM \"User\"; DROP TABLE \"User\"; \
         ALTER TABLE \"new_User\" RENAME TO \"User\"; CREATE UNIQUE INDEX \"User_name_key\" ON \"User\"(\"name\");",
        &[
            "add-column User.plan text not null default free ['free']",
            "opaque User",
            "add-unique User (name)",
        ],
    );
    // Two tables that change places are.
    check_changes(
        "CREATE TABLE b (x int); DROP TABLE a; ALTER TABLE b RENAME TO a",
        &["create-table b | x int", "drop-table a", "rename-table b -> a"],
    );
}

#[test]
fn a_star_takes_every_column_of_its_tables() {
    assert_eq!(super::starred("SELECT * FROM shop_account WHERE id = %s"), ["shop_account"]);
    assert_eq!(
        super::starred("select a.* from public.accounts a join plans p on p.id = a.plan_id"),
        ["accounts"]
    );
    assert_eq!(super::starred("SELECT *, 1 FROM a JOIN b USING (id)"), ["a", "b"]);
    for query in ["SELECT count(*) FROM a", "SELECT id FROM a", "DELETE FROM a", "select", "*"] {
        assert!(super::starred(query).is_empty(), "{query}");
    }
}
