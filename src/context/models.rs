//! The models of a table, and the filters that their queries pass through.

use super::Ground;
use crate::{
    app::{Filter, FilterKind, Model},
    page::{Entry, Weight},
    source::Place,
};

/// How many models that extend one are named.
const NAMED: usize = 12;

/// Each model with what it descends from and what descends from it.
pub(super) fn models(ground: &Ground) -> Vec<Entry> {
    let mut entries: Vec<Entry> = ground.models.iter().map(|model| entry(ground, model)).collect();
    if entries.is_empty() {
        let says = format!("no model maps `{}`; only its schema is known", ground.table);
        let mut entry = Entry::new(Weight::Essential, ground.table, says);
        entry.place = ground.app.tables.get(ground.table).and_then(|table| table.place.clone());
        entries.push(entry);
    }
    entries
}

fn entry(ground: &Ground, model: &Model) -> Entry {
    let name = &model.name;
    let mut says = format!("`{name}` ({})", model.orm);
    if model.qualified != *name {
        says.push_str(&format!(", `{}`", model.qualified));
    }
    if let Some(parent) = &model.parent {
        let above = ground.app.model(parent).and_then(|parent| parent.table.as_deref());
        match above {
            Some(table) if table == ground.table => {
                says.push_str(&format!(", shares the table of `{parent}`"));
            }
            Some(table) => says.push_str(&format!(", extends `{parent}` of `{table}`")),
            None => says.push_str(&format!(", descends from `{parent}`")),
        }
    }
    if let Some(of) = &model.proxy_of {
        says.push_str(&format!(", another view of `{of}`"));
    }
    let below: Vec<&str> = ground
        .app
        .models
        .iter()
        .filter(|other| other.parent.as_deref() == Some(name.as_str()))
        .filter(|other| other.table.as_deref() != Some(ground.table))
        .map(|other| other.name.as_str())
        .collect();
    if !below.is_empty() {
        let shown: Vec<_> = below.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
        let more = match below.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        says.push_str(&format!("; extended in tables of their own by {}{more}", shown.join(", ")));
    }
    if !model.ignored.is_empty() {
        let ignored: Vec<_> =
            model.ignored.iter().map(|(column, _)| format!("`{column}`")).collect();
        says.push_str(&format!("; does not see {}", ignored.join(", ")));
    }
    if model.open.is_some() {
        says.push_str("; its rows carry columns that it does not declare");
    }
    let weight = if model.parent.is_none() { Weight::Essential } else { Weight::Useful };
    let mut entry = Entry::new(weight, name.as_str(), says).at(&model.place);
    if let Some(place) = &model.table_place {
        entry.via.push(("gives the table its name".to_owned(), place.clone()));
    }
    entry
}

/// Each filter once, with what deletes become.
pub(super) fn filters(ground: &Ground) -> Vec<Entry> {
    let mut seen: Vec<(&Place, String)> = Vec::new();
    let mut entries = Vec::new();
    for model in &ground.models {
        for filter in model.filters.iter().filter(|filter| !filter.is_polymorphic()) {
            let key = (&filter.place, format!("{:?} {}", filter.kind, filter.predicate));
            if seen.contains(&key) {
                continue;
            }
            seen.push(key);
            entries.push(filtered(model, filter));
        }
    }
    for model in &ground.models {
        for scope in &model.scopes {
            let says = format!(
                "`{}` can be asked for `{}`: keeps `{}`",
                model.name, scope.label, scope.predicate
            );
            entries.push(Entry::new(Weight::Detail, &scope.label, says).at(&scope.place));
        }
    }
    entries
}

fn filtered(model: &Model, filter: &Filter) -> Entry {
    let (name, keeps) = (&model.name, &filter.predicate);
    let mut says = match &filter.kind {
        FilterKind::Default => format!("every query of `{name}` keeps only `{keeps}`"),
        FilterKind::Finder(finder) => format!("`{name}.{finder}` keeps only `{keeps}`"),
        FilterKind::Manager(manager) => {
            format!("queries through `{name}.{manager}` keep only `{keeps}`")
        }
        FilterKind::Through(class) => {
            format!("queries of `{name}` through `{class}` keep only `{keeps}`")
        }
        FilterKind::Association(association) => {
            format!("`{name}.{association}` keeps only `{keeps}`")
        }
        FilterKind::Delete(method) => format!("`{method}` of `{name}` keeps the row"),
    };
    says.push_str(&format!(" (`{}`)", filter.label));
    if let Some(column) = &filter.soft_delete {
        says.push_str(&format!("; deletes set `{column}`"));
    }
    let written: Vec<_> =
        filter.writes.iter().map(|(column, _)| format!("`{}`", column.name)).collect();
    if !written.is_empty() {
        says.push_str(&format!("; new rows get its {}", written.join(", ")));
    }
    let mut entry = Entry::new(Weight::Essential, &filter.label, says).at(&filter.place);
    for guard in &filter.guards {
        let when = if guard.holds { "only if this holds" } else { "only unless this holds" };
        entry.via.push((when.to_owned(), guard.place.clone()));
    }
    entry.via.extend(filter.via.iter().cloned());
    entry
}
