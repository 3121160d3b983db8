//! What the fuzz targets hold every input against: nothing panics, spans lie within the text, and the same
//! bytes give the same answer.

#[path = "../../tests/sound/mod.rs"]
mod sound;

use std::sync::Arc;

use ormscope::{config, predicate::Predicate, source::Language, sql};

/// A text as the file at each of some paths.
pub fn file(paths: &[&str], text: &str) {
    for path in paths {
        if let Some(language) = Language::of(path) {
            sound::read(&Arc::from(*path), language, text);
        }
    }
}

/// A text as a migration or dump in SQL, and as a statement in code.
pub fn sql(text: &str) {
    file(&["db/structure.sql", "migrations/1/migration.sql"], text);
    let _ = (sql::names(text, "users"), sql::query(text), sql::layers(text));
    let _ = (sql::reached(text), sql::inserted(text), sql::starred(text), sql::column(text));
    let steps = sql::changes(text, None, "sql");
    assert_eq!(steps.len(), sql::changes(text, None, "sql").len(), "the same bytes, other steps");
}

/// A text as a condition of SQL.
pub fn predicate(text: &str) {
    let predicate: Predicate = sql::predicate(text);
    assert_eq!(predicate, sql::predicate(text), "the same bytes, another condition");
}

/// A text as a configuration.
pub fn config(text: &str) {
    let _ = config::read(text);
}
