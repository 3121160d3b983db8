//! `ormscope models`: what was understood of each model.

use std::io::{self, Write};

use serde::Serialize;

use super::clean;
use crate::{
    app::{App, Filter, FilterKind, Model},
    change::Column,
    facts::Guard,
    source::{Place, Unread},
};

/// The models of an application, for printing.
#[derive(Debug, Serialize)]
pub struct ModelList {
    format: u32,
    models: Vec<Listed>,
    unread: Vec<ListedUnread>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Listed {
    name: String,
    qualified: String,
    orm: &'static str,
    file: String,
    line: u32,
    table: Option<String>,
    #[serde(rename = "abstract")]
    is_abstract: bool,
    proxy_of: Option<String>,
    parent: Option<String>,
    columns: Vec<ListedColumn>,
    default_filter: Option<ListedFilter>,
    soft_delete: Option<ListedDelete>,
}

#[derive(Debug, Serialize)]
struct ListedColumn {
    name: String,
    attribute: String,
    #[serde(rename = "type")]
    sql_type: Option<String>,
    nullable: Option<bool>,
    default: Option<String>,
    unique: bool,
    file: Option<String>,
    line: Option<u32>,
}

#[derive(Debug, Serialize)]
struct ListedFilter {
    predicate: String,
    columns: Vec<String>,
    gate: Option<String>,
    via: String,
    file: String,
    line: u32,
}

#[derive(Debug, Serialize)]
struct ListedDelete {
    column: String,
    via: String,
    file: String,
    line: u32,
}

#[derive(Debug, Serialize)]
struct ListedUnread {
    file: String,
    why: String,
}

impl ModelList {
    /// The models of several applications; those that they share once.
    pub fn join(lists: Vec<ModelList>) -> ModelList {
        let mut all =
            ModelList { format: 1, models: Vec::new(), unread: Vec::new(), notes: Vec::new() };
        for mut list in lists {
            let known = |it: &Listed| {
                all.models.iter().any(|known: &Listed| {
                    (&known.name, &known.file, known.line) == (&it.name, &it.file, it.line)
                })
            };
            list.models.retain(|model| !known(model));
            all.models.append(&mut list.models);
            all.unread.append(&mut list.unread);
            all.notes.append(&mut list.notes);
        }
        all
    }

    /// The models of an application with their columns and filters.
    pub fn of(app: &App) -> ModelList {
        let models = app.models.iter().map(|model| listed(model, app)).collect();
        let unread = app
            .unread
            .iter()
            .map(|Unread { file, why }| ListedUnread { file: file.to_string(), why: why.clone() });
        ModelList { format: 1, models, unread: unread.collect(), notes: app.notes.clone() }
    }
}

impl ModelList {
    /// The models alone whose name or table holds a text, in small letters or not.
    pub fn retain(&mut self, wanted: &str) {
        let wanted = wanted.to_lowercase();
        self.models.retain(|model| {
            let table = model.table.as_deref().unwrap_or_default();
            model.qualified.to_lowercase().contains(&wanted)
                || table.to_lowercase().contains(&wanted)
        });
    }
}

/// Writes the list for people: a line each, and its filter below.
///
/// # Errors
/// When writing fails.
pub fn write_text(list: &ModelList, out: &mut dyn Write) -> io::Result<()> {
    for model in &list.models {
        let table = match (&model.table, model.is_abstract) {
            (Some(table), _) => clean(table).into_owned(),
            (None, true) => "(abstract)".to_owned(),
            (None, false) => "(computed)".to_owned(),
        };
        let place = format!("{}:{}", clean(&model.file), model.line);
        writeln!(out, "{:<40} {:<32} {place}", clean(&model.qualified), table)?;
        if let Some(filter) = &model.default_filter {
            writeln!(
                out,
                "    keeps only {} ({}, {}:{}){}",
                clean(&filter.predicate),
                clean(&filter.via),
                clean(&filter.file),
                filter.line,
                filter.gate.as_ref().map(|gate| format!(" {}", clean(gate))).unwrap_or_default(),
            )?;
        }
        if let Some(delete) = &model.soft_delete {
            writeln!(
                out,
                "    deletes set {} ({}, {}:{})",
                clean(&delete.column),
                clean(&delete.via),
                clean(&delete.file),
                delete.line
            )?;
        }
    }
    writeln!(out, "{} models", list.models.iter().filter(|model| !model.is_abstract).count())?;
    for unread in &list.unread {
        writeln!(out, "not read: {}: {}", clean(&unread.file), clean(&unread.why))?;
    }
    for note in &list.notes {
        writeln!(out, "note: {}", clean(note))?;
    }
    Ok(())
}

/// Writes the list as the JSON of the contract.
///
/// # Errors
/// When writing fails.
pub fn write_json(list: &ModelList, out: &mut dyn Write) -> io::Result<()> {
    super::json::print(list, out)
}

fn listed(model: &Model, app: &App) -> Listed {
    let columns = match &model.attributes {
        Some(attributes) => {
            attributes.iter().map(|known| column(&known.name, &known.column)).collect()
        }
        None => {
            let table = model.table.as_deref().and_then(|table| app.tables.get(table));
            let columns = table.map_or(&[][..], |table| table.columns.as_slice());
            columns.iter().map(|known| column(&known.name, known)).collect()
        }
    };
    Listed {
        name: last(&model.name).to_owned(),
        qualified: model.qualified.clone(),
        orm: model.orm,
        file: model.place.file.to_string(),
        line: model.place.span.line,
        table: model.table.clone(),
        is_abstract: model.is_abstract,
        proxy_of: model.proxy_of.clone(),
        parent: model.parent.clone(),
        columns,
        default_filter: filter(model),
        soft_delete: soft_delete(model),
    }
}

fn column(attribute: &str, column: &Column) -> ListedColumn {
    ListedColumn {
        name: column.name.clone(),
        attribute: attribute.to_owned(),
        sql_type: column.sql_type.clone(),
        nullable: column.nullable,
        default: column.default.shown(),
        unique: column.unique,
        file: column.place.as_ref().map(|place| place.file.to_string()),
        line: column.place.as_ref().map(|place| place.span.line),
    }
}

/// The default filters of a model as one.
fn filter(model: &Model) -> Option<ListedFilter> {
    let defaults: Vec<&Filter> =
        model.filters.iter().filter(|filter| filter.kind == FilterKind::Default).collect();
    let first = defaults.first()?;
    let mut predicates: Vec<_> =
        defaults.iter().map(|filter| filter.predicate.to_string()).collect();
    predicates.dedup();
    let mut columns: Vec<_> = defaults
        .iter()
        .flat_map(|filter| filter.predicate.subjects())
        .map(|subject| subject.column.name.clone())
        .collect();
    columns.sort();
    columns.dedup();
    Some(ListedFilter {
        predicate: predicates.join(" AND "),
        columns,
        gate: defaults.iter().flat_map(|filter| &filter.guards).next().map(gate),
        via: first.label.clone(),
        file: first.place.file.to_string(),
        line: first.place.span.line,
    })
}

fn gate(guard: &Guard) -> String {
    let Place { file, span } = &guard.place;
    format!("{} {file}:{}", if guard.holds { "if" } else { "unless" }, span.line)
}

fn soft_delete(model: &Model) -> Option<ListedDelete> {
    let filter = model.filters.iter().find(|filter| filter.soft_delete.is_some())?;
    Some(ListedDelete {
        column: filter.soft_delete.clone()?,
        via: filter.label.clone(),
        file: filter.place.file.to_string(),
        line: filter.place.span.line,
    })
}

fn last(name: &str) -> &str {
    name.rsplit([':', '.']).next().unwrap_or(name)
}
