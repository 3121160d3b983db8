//! The columns of a table: who declares, fills, filters by and leaves them out.

use super::{Ground, subject::known_columns, uses};
use crate::{
    app::{Model, Unique},
    change::{Change, Column, Op},
    page::{Entry, Weight},
    sensitivity,
    source::Place,
};

/// Each column once, those of which more is known than their type before the others.
pub(super) fn columns(ground: &Ground) -> Vec<Entry> {
    let names = known_columns(ground.app, ground.table);
    let asked = ground.column;
    let shown = names.iter().filter(|name| asked.is_none_or(|asked| asked == *name));
    let mut entries: Vec<Entry> = shown.map(|name| column(ground, name)).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.weight));
    entries
}

fn column(ground: &Ground, name: &str) -> Entry {
    let dumped = ground.app.tables.get(ground.table).and_then(|table| table.column(name));
    let declared = ground.models.iter().find_map(|model| {
        let attributes = model.attributes.iter().flatten();
        let attribute = attributes.into_iter().find(|known| known.column.name == name)?;
        Some((*model, attribute))
    });
    let mut parts = Vec::new();
    let known = dumped.or(declared.map(|(_, attribute)| &attribute.column));
    let definition = known.map(defined).unwrap_or_default();
    if let Some((model, attribute)) = declared
        && attribute.name != name
    {
        parts.push(format!("`{}.{}` in code", model.name, attribute.name));
    }
    if dumped.is_none() && ground.app.tables.get(ground.table).is_some_and(|it| it.complete) {
        parts.push("declared by the model, not in the schema that was read".to_owned());
    }
    let mut via: Vec<(String, Place)> = Vec::new();
    let own = |name: &str| ground.models.iter().any(|model| model.name == name);
    // What a model shares the table with has the same roles for its columns.
    let shares = |model: &&&Model| model.parent.as_deref().is_some_and(own);
    for model in ground.models.iter().filter(|model| !shares(model)) {
        roles(model, name, &mut parts, &mut via);
    }
    parts.dedup();
    let leaves: Vec<String> = left_out(ground, name);
    if !leaves.is_empty() {
        parts.push(format!("left out by {}", leaves.join(", ")));
    }
    let mut add = Change::new(Op::AddColumn, ground.table, "flag");
    add.column = Some(name.to_owned());
    if let Some(noun) = sensitivity::of(&add, name).noun() {
        parts.push(format!("looks like {noun}"));
    }
    let weight = match (parts.is_empty(), ground.column) {
        (_, Some(_)) => Weight::Essential,
        (true, None) => Weight::Detail,
        (false, None) => Weight::Useful,
    };
    let mut says = format!("`{name}`");
    if !definition.is_empty() {
        says.push_str(&format!(" {definition}"));
    }
    if !parts.is_empty() {
        says.push_str(&format!("; {}", parts.join("; ")));
    }
    let place = declared.and_then(|(_, attribute)| attribute.column.place.clone());
    let place = place.or(known.and_then(|column| column.place.clone()));
    if ground.column.is_none() {
        via.extend(uses::counted(ground, name, place.as_ref()));
    }
    let mut entry = Entry::new(weight, name, says).via(&via);
    entry.place = place;
    entry
}

/// `varchar not null default 'x' unique`
fn defined(column: &Column) -> String {
    let mut words: Vec<String> = column.sql_type.iter().cloned().collect();
    if column.nullable == Some(false) && !column.primary_key {
        words.push("not null".to_owned());
    }
    words.extend(column.default.quoted().map(|value| format!("default {value}")));
    if column.primary_key {
        words.push("primary key".to_owned());
    } else if column.unique {
        words.push("unique".to_owned());
    }
    words.join(" ")
}

/// What a model does with a column by itself.
fn roles(model: &Model, name: &str, parts: &mut Vec<String>, via: &mut Vec<(String, Place)>) {
    let mut role = |says: String, place: Option<&Place>| {
        if !parts.contains(&says) {
            parts.push(says);
            if let Some(place) = place {
                via.push((String::new(), place.clone()));
            }
        }
    };
    for filter in &model.filters {
        let reads = filter
            .predicate
            .subjects()
            .iter()
            .any(|subject| subject.column.name.eq_ignore_ascii_case(name));
        if reads {
            role(format!("a filter of `{}` reads it", model.name), None);
        }
        if filter.soft_delete.as_deref() == Some(name) {
            role(format!("deletes of `{}` set it", model.name), None);
        }
    }
    for (column, _) in &model.stamps {
        if column == name {
            role("the ORM fills it".to_owned(), None);
        }
    }
    for (column, value) in &model.defaults {
        if column == name {
            role(format!("new rows get `{value}` from `{}`", model.name), None);
        }
    }
    for known in model.enums.iter().filter(|known| known.column == name) {
        let values: Vec<_> =
            known.values.iter().take(8).map(|(name, value)| format!("{name}={value}")).collect();
        role(format!("enum {}", values.join(" ")), None);
    }
    let is_inheritance = model.inheritance_column.as_ref().is_some_and(|(it, _)| it == name);
    if is_inheritance {
        role("tells subclasses apart".to_owned(), None);
    }
    if model.locking_column.as_ref().is_some_and(|(column, _)| column == name) {
        role("locks optimistically".to_owned(), None);
    }
    for association in &model.associations {
        if association.foreign_key.as_deref() == Some(name) {
            role(format!("key of `{}.{}`", model.name, association.name), None);
        }
    }
    for (column, place) in &model.ignored {
        if column == name {
            role(format!("`{}` does not see it", model.name), Some(place));
        }
    }
    for (column, place) in &model.tracked {
        if column == name {
            role("its changes are tracked".to_owned(), Some(place));
        }
    }
    for need in &model.needs {
        if need.column.as_deref() == Some(name) {
            role("the class does not load without it".to_owned(), Some(&need.place));
        }
    }
}

/// The consumers that take every column but this one.
fn left_out(ground: &Ground, name: &str) -> Vec<String> {
    let attribute = ground.models.iter().flat_map(|model| model.attributes.iter().flatten());
    let attribute = attribute.into_iter().find(|known| known.column.name == name);
    let is_it = |except: &String| {
        except == name || attribute.is_some_and(|attribute| attribute.name == *except)
    };
    let takers = super::surroundings::takers(ground);
    let leaves = takers.filter(|consumer| {
        consumer.shows.as_ref().is_some_and(|shown| shown.except.iter().any(is_it))
    });
    leaves.take(4).map(|consumer| format!("`{}`", consumer.short_name())).collect()
}

/// Unique indexes and constraints.
pub(super) fn unique(ground: &Ground) -> Vec<Entry> {
    let mut entries = Vec::new();
    let Some(table) = ground.app.tables.get(ground.table) else { return entries };
    let hides: Vec<&str> = ground
        .models
        .iter()
        .flat_map(|model| &model.filters)
        .filter_map(|filter| filter.soft_delete.as_deref())
        .collect();
    for Unique { columns, condition, place, .. } in &table.unique {
        let listed = columns.join(", ");
        let mut says = format!("`({listed})` is unique");
        if let Some(condition) = condition {
            says.push_str(&format!(" where `{condition}`"));
        } else if let Some(deleted) = hides.first()
            && !columns.iter().any(|column| column == deleted)
        {
            says.push_str(&format!(", rows that are deleted softly (`{deleted}`) included"));
        }
        let mut entry = Entry::new(Weight::Useful, listed, says);
        entry.place = place.clone().or(table.place.clone());
        entries.push(entry);
    }
    entries
}
