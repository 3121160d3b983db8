//! `ormscope.schema.json` is what editors know of `ormscope.toml`: it says what the program does.

// A test that cannot go on has failed.
#![allow(clippy::unwrap_used)]

mod tree;

use std::{env, fs, path::Path};

use ormscope::config;
use serde_json::Value;
use tree::Tree;

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::from(truth),
        toml::Value::Datetime(day) => Value::from(day.to_string()),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, it)| (key, json(it))).collect(),
    }
}

/// Whether the published schema takes a configuration, and whether the program does.
#[track_caller]
fn taken(tree: &Tree, text: &str) -> (bool, bool) {
    let validator = jsonschema::validator_for(&config::schema()).unwrap();
    let value = json(toml::Value::Table(text.parse().unwrap()));
    tree.file("it.toml", text);
    let run = tree.ormscope("", &["models", "--config", "it.toml"]);
    let taken = run.status == Some(0);
    if !taken {
        assert!(run.out.is_empty() && run.err.contains("`it.toml` is not right"), "{}", run.err);
    }
    (validator.is_valid(&value), taken)
}

#[test]
fn the_published_schema_is_that_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ormscope.schema.json");
    let fresh = format!("{:#}\n", config::schema());
    if env::var_os("UPDATE").is_some() {
        fs::write(path, fresh).unwrap();
    } else {
        let published = fs::read_to_string(path).unwrap();
        assert_eq!(published, fresh, "run `UPDATE=1 cargo test --test schema`");
    }
}

#[test]
fn what_the_schema_takes_is_what_the_program_takes() {
    let tree = Tree::new("schema");
    let waive = "[[waive]]\neffect = 'rows-hidden'\n";
    for right in [
        "",
        "base = 'main'\nexclude = ['a/**']\nfail-on = 'never'",
        "[effects]\nrows-hidden = 'off'\nsti-activated = 'low'",
        "[rails]\nmodel-bases = ['A::B']",
        "[[app]]\npath = 'apps/a..b'\n[[app]]\npath = '.'\ndatabase = 'main'",
        &format!("{waive}reason = 'x'\ncolumn = 'users.a'\nuntil = 2026-12-31"),
        &format!("{waive}reason = 'x'\nfile = 'db/*'\nuntil = '2026-12-31'"),
    ] {
        assert_eq!(taken(&tree, right), (true, true), "{right}");
    }
    for wrong in [
        "bse = 'main'",
        "base = 1",
        "exclude = 'a'",
        "exclude = [1]",
        "fail-on = 'all'",
        "effects = 'off'",
        "[effects]\nrows-hiden = 'off'",
        "[effects]\nrows-hidden = 'on'",
        "[rails]\nbases = []",
        "waive = 'x'",
        "app = 'x'",
        "[[app]]\ndatabase = 'x'",
        "[[app]]\npath = '../x'",
        "[[app]]\npath = 'a/..'",
        "[[app]]\npath = '/x'",
        &format!("{waive}reason = 'x'"),
        &format!("{waive}column = 'users'"),
        &format!("{waive}column = 'users'\nreason = ' '"),
        &format!("{waive}column = 'users'\nreason = 'x'\nuntil = 'soon'"),
        &format!("{waive}column = 'users'\nreason = 'x'\nuntil = 2026-12-31T10:00:00"),
        "[[waive]]\neffect = 'x'\ncolumn = 'users'\nreason = 'x'",
        "[[waive]]\ncolumn = 'users'\nreason = 'x'",
    ] {
        assert_eq!(taken(&tree, wrong), (false, false), "{wrong}");
    }
}

#[test]
fn the_example_of_the_readme_is_right() {
    let page = include_str!("../README.md");
    let examples: Vec<&str> = page.split("```toml\n").skip(1).collect();
    assert!(!examples.is_empty());
    let tree = Tree::new("schema-readme");
    for example in examples {
        let example = example.split("```").next().unwrap();
        assert_eq!(taken(&tree, example), (true, true), "{example}");
    }
}
