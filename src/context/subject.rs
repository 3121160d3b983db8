//! Which table, and which of its columns, a name means.

use anyhow::bail;

use crate::{app::App, config::nearest};

/// A table, or one of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The table.
    pub table: String,
    /// The column, whether or not it is there.
    pub column: Option<String>,
    /// What a reader should know of the choice.
    pub notes: Vec<String>,
}

/// What `TABLE`, `TABLE.COLUMN`, or the same with a model's name, means.
///
/// # Errors
/// When no table fits; the message names the nearest.
pub fn subject(app: &App, written: &str) -> anyhow::Result<Subject> {
    let written = written.trim();
    let mut fits = tables(app, written);
    let mut column = None;
    if fits.is_empty()
        && let Some((table, name)) = written.rsplit_once('.')
    {
        fits = tables(app, table);
        column = Some(name.to_owned()).filter(|name| !name.is_empty());
    }
    let mut notes = Vec::new();
    let Some((table, others)) = fits.split_first() else {
        let known = app.tables.keys().map(String::as_str);
        let known = known.chain(app.models.iter().filter_map(|model| model.table.as_deref()));
        let known = known.chain(app.models.iter().map(|model| model.name.as_str()));
        let table = written.split_once('.').map_or(written, |(table, _)| table);
        match nearest(written, known.clone()).or_else(|| nearest(table, known)) {
            Some(meant) => bail!(
                "no model maps a table `{written}`, and no schema dump has it; did you mean `{meant}`?"
            ),
            None => bail!("no model maps a table `{written}`, and no schema dump has it"),
        }
    };
    if !others.is_empty() {
        notes.push(format!("`{written}` may also mean {}", listed(others)));
    }
    if let Some(name) = &column
        && !known_columns(app, table).iter().any(|known| known == name)
    {
        let meant = known_columns(app, table);
        let meant = nearest(name, meant.iter().map(String::as_str));
        let meant = meant.map_or(String::new(), |meant| format!("; the nearest is `{meant}`"));
        notes.push(format!(
            "`{table}` has no column `{name}` that is known{meant}; the page says what adding it would do"
        ));
    }
    Ok(Subject { table: table.clone(), column, notes })
}

/// The columns of a table that a dump, a migration or a model tells, by the database's names.
pub(super) fn known_columns(app: &App, table: &str) -> Vec<String> {
    let dumped = app.tables.get(table).into_iter().flat_map(|table| &table.columns);
    let mut known: Vec<String> = dumped.map(|column| column.name.clone()).collect();
    for model in app.models_of(table) {
        for attribute in model.attributes.iter().flatten() {
            if !known.contains(&attribute.column.name) {
                known.push(attribute.column.name.clone());
            }
        }
    }
    known
}

/// The tables that a name may mean: its own, or those of models of that name.
fn tables(app: &App, written: &str) -> Vec<String> {
    if app.tables.contains_key(written) || app.models_of(written).next().is_some() {
        return vec![written.to_owned()];
    }
    let path = |name: &str| name.replace("::", ".");
    let written = path(written);
    let means = |name: &str| {
        let name = path(name);
        name == written || name.strip_suffix(&written).is_some_and(|rest| rest.ends_with('.'))
    };
    let mut found: Vec<String> = app
        .models
        .iter()
        .filter(|model| means(&model.name) || means(&model.qualified))
        .filter_map(|model| model.table.clone())
        .collect();
    found.sort();
    found.dedup();
    found
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
