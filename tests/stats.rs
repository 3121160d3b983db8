//! The questions to a database, put to SQLite, and what their answer changes.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod tree;

use rusqlite::Connection;
use serde_json::Value;

use tree::Tree;

const MODEL: &str =
    "class User < ApplicationRecord\n  default_scope { where(deleted_at: nil) }\nend\n";
const SCHEMA: &str = "ActiveRecord::Schema[7.1].define(version: 1) do\n  create_table \"users\", force: :cascade do |t|\n    t.string \"nickname\"\n    t.string \"password\"\n  end\nend\n";
const CHANGES: [&str; 6] = [
    "--add",
    "users.deleted_at timestamp default now()",
    "--drop",
    "users.nickname",
    "--drop",
    "users.password",
];

fn ormscope(tree: &Tree, command: &[&str]) -> String {
    let run = tree.ormscope("", &[command, &CHANGES[..]].concat());
    assert_ne!(run.status, Some(2), "{}", run.err);
    run.out
}

/// What the database answers to the printed questions.
fn answer(tree: &Tree, database: &Connection) -> String {
    let script = ormscope(tree, &["stats-sql", "--dialect", "sqlite"]);
    assert!(script.contains("values of \"password\" are not asked for"), "{script}");
    let mut lines = String::new();
    for statement in script.split(";\n").filter(|it| it.contains("SELECT")) {
        let mut asked = database.prepare(statement).unwrap();
        assert!(asked.readonly(), "{statement}");
        let mut rows = asked.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            lines.push_str(&row.get::<_, String>(0).unwrap());
            lines.push('\n');
        }
    }
    lines
}

fn findings(tree: &Tree, database: &Connection) -> Vec<Value> {
    tree.file("stats.jsonl", answer(tree, database));
    let report = ormscope(
        tree,
        &["check", "--stats", "stats.jsonl", "--format", "json", "--fail-on", "never"],
    );
    let report: Value = serde_json::from_str(&report).unwrap();
    report["findings"].as_array().unwrap().clone()
}

fn application(name: &str) -> Tree {
    let tree = Tree::new(name);
    tree.file("app/models/user.rb", MODEL);
    tree.file("db/schema.rb", SCHEMA);
    tree
}

fn database() -> Connection {
    let database = Connection::open_in_memory().unwrap();
    database
        .execute_batch(
            "CREATE TABLE users (id integer PRIMARY KEY, nickname text, password text);
             CREATE VIEW members AS SELECT id, nickname FROM users;
             CREATE TRIGGER shout AFTER INSERT ON users BEGIN
               UPDATE users SET nickname = upper(new.nickname) WHERE id = new.id;
             END;",
        )
        .unwrap();
    database
}

fn of<'f>(findings: &'f [Value], effect: &str) -> &'f Value {
    findings.iter().find(|finding| finding["effect"] == effect).unwrap()
}

#[test]
fn a_finding_says_how_many_rows_it_is_about() {
    let (tree, database) = (application("counted"), database());
    database.execute_batch("INSERT INTO users (nickname) VALUES ('a'), ('b'), (NULL)").unwrap();
    let findings = findings(&tree, &database);
    let hidden = of(&findings, "rows-hidden");
    assert_eq!(hidden["severity"], "critical");
    assert_eq!(hidden["row_count"], serde_json::json!({ "rows": 3, "exact": true }));
}

#[test]
fn an_empty_table_is_not_critical() {
    let findings = findings(&application("empty"), &database());
    assert_eq!(of(&findings, "rows-hidden")["severity"], "low");
}

#[test]
fn what_no_file_declares_is_known() {
    let findings = findings(&application("undeclared"), &database());
    for effect in ["view-depends", "trigger-involved"] {
        let finding = of(&findings, effect);
        assert!(finding["message"].as_str().unwrap().contains("SQLite"), "{finding}");
        assert_eq!(finding["evidence"][0]["file"], "stats.jsonl");
    }
}

#[test]
fn a_table_that_is_not_there_is_not_empty() {
    let (tree, database) = (application("unknown"), database());
    let text = answer(&tree, &database);
    let without: String =
        text.split_inclusive('\n').filter(|line| !line.contains("\"rows\"")).collect();
    tree.file("stats.jsonl", without);
    let report = ormscope(
        &tree,
        &["check", "--stats", "stats.jsonl", "--format", "json", "--fail-on", "never"],
    );
    let report: Value = serde_json::from_str(&report).unwrap();
    let hidden = of(report["findings"].as_array().unwrap(), "rows-hidden");
    assert_eq!((&hidden["severity"], &hidden["row_count"]), (&"critical".into(), &Value::Null));
}
