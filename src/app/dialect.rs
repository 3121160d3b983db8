//! The database that an application runs on, as its tables tell.

use std::collections::BTreeMap;

use super::Table;
use crate::database::{Dialect, Object};

/// Types that one kind of database alone has.
const TYPES: [(&str, Dialect); 19] = [
    ("bigserial", Dialect::Postgres),
    ("bytea", Dialect::Postgres),
    ("character varying", Dialect::Postgres),
    ("citext", Dialect::Postgres),
    ("datetime(6)", Dialect::MySql),
    ("hstore", Dialect::Postgres),
    ("inet", Dialect::Postgres),
    ("int(11)", Dialect::MySql),
    ("jsonb", Dialect::Postgres),
    ("longblob", Dialect::MySql),
    ("longtext", Dialect::MySql),
    ("mediumint", Dialect::MySql),
    ("mediumtext", Dialect::MySql),
    ("serial", Dialect::Postgres),
    ("timestamp with time zone", Dialect::Postgres),
    ("timestamp without time zone", Dialect::Postgres),
    ("timestamptz", Dialect::Postgres),
    ("tinyint", Dialect::MySql),
    ("tsvector", Dialect::Postgres),
];

/// The database that the types of all columns tell of, or else the statements that only one knows;
/// `None` where they tell of none, or of several.
pub fn dialect(tables: &BTreeMap<String, Table>, objects: &[Object]) -> Option<Dialect> {
    let by_objects = objects.iter().filter_map(|object| object.dialect);
    one(by_types(tables)).or_else(|| one(by_objects))
}

/// The one that all are.
fn one(mut found: impl Iterator<Item = Dialect>) -> Option<Dialect> {
    let first = found.next()?;
    found.all(|dialect| dialect == first).then_some(first)
}

fn by_types(tables: &BTreeMap<String, Table>) -> impl Iterator<Item = Dialect> {
    let types =
        tables.values().flat_map(|table| &table.columns).filter_map(|it| it.sql_type.as_deref());
    types.filter_map(|written| {
        let is = |(name, _): &&(&str, Dialect)| written.starts_with(name);
        TYPES.iter().find(is).map(|(_, dialect)| *dialect)
    })
}
