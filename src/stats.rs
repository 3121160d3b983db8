//! What a database answered to the questions of `ormscope stats-sql`: a line of JSON for each fact.
//!
//! ```text
//! {"kind": "server", "value": "PostgreSQL 15.4"}
//! {"kind": "rows", "table": "users", "value": 3200000, "exact": false}
//! {"kind": "bytes", "table": "users", "value": 1073741824}
//! {"kind": "nulls", "table": "users", "column": "nickname", "value": 0.25}
//! {"kind": "common", "table": "users", "column": "role", "value": ["member"], "shares": [0.98]}
//! {"kind": "ddl", "value": "CREATE TRIGGER …"}
//! ```
//!
//! What is `null` or missing is not known, and is never taken for zero.

pub mod questions;

use std::{collections::BTreeMap, path::Path, sync::Arc};

use anyhow::{Context as _, anyhow};
use serde::Deserialize;

use crate::{
    change::Change,
    database::Dialect,
    finding::Count,
    source::{Place, Span},
    sql, walk,
};

/// What is known of the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stats {
    /// The kind of database.
    pub dialect: Option<Dialect>,
    /// What it calls itself.
    pub server: Option<String>,
    /// How many rows tables have.
    pub rows: BTreeMap<String, Count>,
    /// How large tables are, in bytes.
    pub bytes: BTreeMap<String, u64>,
    /// Which part of a column's rows is NULL.
    pub nulls: BTreeMap<(String, String), f64>,
    /// Frequent values of a column, each with its part of the rows.
    pub common: BTreeMap<(String, String), Vec<(String, f64)>>,
    /// What makes the triggers, views and constraints that are there.
    pub steps: Vec<Change>,
    /// The answer itself, for reports that point into it.
    pub text: Option<(Arc<str>, Arc<str>)>,
}

/// One line of the answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    kind: String,
    table: Option<String>,
    column: Option<String>,
    value: Option<serde_json::Value>,
    exact: Option<serde_json::Value>,
    shares: Option<serde_json::Value>,
}

/// Reads the answer that a file holds.
///
/// # Errors
/// When it cannot be read, or has a line that is no fact.
pub fn read(root: &Path, path: &Path) -> anyhow::Result<Stats> {
    let (full, text) =
        walk::named(root, path).map_err(|why| anyhow!("cannot read {}: {why}", path.display()))?;
    let shown: Arc<str> = walk::shown(root, &full).into();
    let mut stats = parse(&shown, &text)
        .with_context(|| format!("{} is no answer to `ormscope stats-sql`", path.display()))?;
    stats.text = Some((shown, text.into()));
    Ok(stats)
}

fn parse(file: &Arc<str>, text: &str) -> anyhow::Result<Stats> {
    let mut stats = Stats::default();
    let mut start = 0;
    for (line, number) in text.split('\n').zip(1u32..) {
        let place = Place { file: file.clone(), span: span(line, start, number) };
        start += line.len() + 1;
        if line.trim().is_empty() {
            continue;
        }
        let fact: Fact = serde_json::from_str(line).with_context(|| format!("line {number}"))?;
        stats.take(fact, &place).with_context(|| format!("line {number}"))?;
    }
    Ok(stats)
}

fn span(line: &str, start: usize, number: u32) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        start: offset(start),
        end: offset(start + line.len()),
        line: number,
        column: 1,
        end_line: number,
        end_column: offset(line.chars().count() + 1),
    }
}

impl Stats {
    fn take(&mut self, fact: Fact, place: &Place) -> anyhow::Result<()> {
        let table = || fact.table.clone().context("it names no table");
        let column = || {
            Ok::<_, anyhow::Error>((table()?, fact.column.clone().context("it names no column")?))
        };
        // What is not known is no fact.
        let Some(value) = &fact.value else { return Ok(()) };
        if value.is_null() {
            return Ok(());
        }
        match fact.kind.as_str() {
            "server" => {
                let name = value.as_str().context("the server is no text")?;
                self.server = Some(name.to_owned());
                self.dialect = dialect(name);
            }
            "rows" => {
                let rows = number(value).context("that is no number of rows")?;
                let exact = fact.exact.as_ref().is_some_and(is_true);
                self.rows.insert(table()?, Count { rows, exact });
            }
            "bytes" => {
                self.bytes.insert(table()?, number(value).context("that is no number of bytes")?);
            }
            "nulls" => {
                let part = value.as_f64().filter(|part| (0.0..=1.0).contains(part));
                self.nulls.insert(column()?, part.context("that is no part of the rows")?);
            }
            "common" => {
                let values = value.as_array().context("the values are no list")?;
                let shares = fact.shares.as_ref().and_then(serde_json::Value::as_array);
                let shares = shares.context("the values have no shares")?;
                let pairs = values.iter().zip(shares).filter_map(|(value, share)| {
                    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    Some((shown, share.as_f64()?))
                });
                self.common.insert(column()?, pairs.collect());
            }
            "ddl" => {
                let text = value.as_str().context("the statement is no text")?;
                let steps = sql::changes(text, None, "stats");
                self.steps.extend(
                    steps.into_iter().map(|step| Change { place: Some(place.clone()), ..step }),
                );
            }
            other => return Err(anyhow!("`{other}` is no kind of fact")),
        }
        Ok(())
    }

    /// How many rows a table has; `None` where that is not known.
    pub fn rows_of(&self, table: &str) -> Option<Count> {
        self.rows.get(table).copied()
    }
}

/// A number that is not negative; databases write large ones with a point.
fn number(value: &serde_json::Value) -> Option<u64> {
    let whole = value.as_u64();
    // Beyond 2^53 an estimate is as good.
    whole.or_else(|| value.as_f64().filter(|it| (0.0..1e18).contains(it)).map(|it| it as u64))
}

/// MySQL and SQLite have no other word for TRUE than 1.
fn is_true(value: &serde_json::Value) -> bool {
    value.as_bool().unwrap_or(value.as_u64() == Some(1))
}

fn dialect(server: &str) -> Option<Dialect> {
    let lower = server.to_lowercase();
    [
        ("postgresql", Dialect::Postgres),
        ("mysql", Dialect::MySql),
        ("mariadb", Dialect::MySql),
        ("sqlite", Dialect::Sqlite),
    ]
    .into_iter()
    .find(|(name, _)| lower.starts_with(name))
    .map(|(_, dialect)| dialect)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Stats> {
        parse(&Arc::from("stats.jsonl"), text)
    }

    #[test]
    fn what_is_not_known_is_not_zero() {
        let stats = read(concat!(
            "{\"kind\": \"rows\", \"table\": \"a\", \"value\": null, \"exact\": false}\n",
            "\n",
            "{\"kind\": \"rows\", \"table\": \"b\", \"value\": 0, \"exact\": 1}\n",
            "{\"kind\": \"rows\", \"table\": \"c\", \"value\": 3.2e6}\n",
        ))
        .unwrap();
        assert_eq!(stats.rows_of("a"), None);
        assert_eq!(stats.rows_of("x"), None);
        assert_eq!(stats.rows_of("b"), Some(Count { rows: 0, exact: true }));
        assert_eq!(stats.rows_of("c"), Some(Count { rows: 3_200_000, exact: false }));
    }

    #[test]
    fn a_line_that_is_no_fact_is_named() {
        for wrong in [
            "ERROR: relation does not exist",
            "{\"kind\": \"rows\", \"value\": 1}",
            "{\"kind\": \"rows\", \"table\": \"a\", \"value\": -1}",
            "{\"kind\": \"nulls\", \"table\": \"a\", \"column\": \"b\", \"value\": 2}",
            "{\"kind\": \"size\", \"value\": 1}",
        ] {
            let error = read(&format!("\n{wrong}")).expect_err(wrong);
            assert!(format!("{error:#}").contains("line 2"), "{error:#}");
        }
    }
}
