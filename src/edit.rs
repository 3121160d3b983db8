//! Default filters that a branch adds, removes or changes in code, where no column changes.

use std::collections::BTreeSet;

use crate::{
    app::{App, Filter, FilterKind, Model},
    change::{Change, Column, Op},
    gate::{self, Switch, World},
    predicate::{Cell, ColumnName, Predicate, UNREAD, Value},
};

/// What a branch does to the default filter of one model.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The place of the model among those of the working tree.
    pub model: usize,
    /// Filters with the conditions that are asked from now on and were not.
    pub adds: Vec<Filter>,
    /// Filters with the conditions that are asked no longer.
    pub drops: Vec<Filter>,
}

/// The edits between two states of an application, each as a change of the model's table. `changes`
/// are those of the schema: a filter that comes with its column is told with the column.
pub fn edits(before: &App, now: &App, changes: &[Change]) -> Vec<(Change, Edit)> {
    let mut found = Vec::new();
    for (at, model) in now.models.iter().enumerate() {
        let Some(table) = model.table.as_deref().filter(|_| !model.is_abstract) else { continue };
        let created = |change: &Change| change.op == Op::CreateTable && change.table == table;
        if changes.iter().any(created) {
            continue;
        }
        let Some(old) = counterpart(model, before) else { continue };
        let (old_filters, filters) = (filters(before, old), filters(now, model));
        let as_now = |part: &Predicate| renamed(part, table, changes);
        let was: Vec<Predicate> = conditions(&old_filters).map(as_now).collect();
        let is: Vec<Predicate> = conditions(&filters).cloned().collect();
        let comes = |part: &Predicate| {
            !was.iter().any(|old| is_alike(old, part)) && !new(part, table, changes)
        };
        let goes = |part: &Predicate| {
            let part = as_now(part);
            !is.iter().any(|now| is_alike(&part, now))
        };
        let mut edit = Edit {
            model: at,
            adds: narrowed(&filters, comes),
            drops: narrowed(&old_filters, goes),
        };
        if edit.adds.is_empty() && edit.drops.is_empty() {
            continue;
        }
        if !edit.adds.is_empty() {
            edit.adds.extend(deletes(model, old));
        }
        if !edit.drops.is_empty() {
            edit.drops.extend(deletes(old, model));
        }
        // What is gone has no place in the working tree but that of the model which lost it.
        for filter in &mut edit.drops {
            filter.place = model.place.clone();
            filter.via.clear();
        }
        found.push((change(model, table, &edit, now), edit));
    }
    found
}

/// The same model in another state of the application.
pub fn counterpart<'a>(model: &Model, app: &'a App) -> Option<&'a Model> {
    let models = || app.models.iter().filter(|other| other.orm == model.orm);
    // A file that moves takes its classes with it.
    models().find(|other| other.qualified == model.qualified).or_else(|| {
        models().find(|other| {
            other.name == model.name && other.table == model.table && other.table.is_some()
        })
    })
}

/// The filters of all queries that are a model's own: a subclass shares those of the model whose table
/// it shares.
fn filters<'a>(app: &'a App, model: &'a Model) -> Vec<&'a Filter> {
    let parent = model.parent.as_deref().and_then(|parent| app.model(parent));
    let parent = parent.filter(|parent| parent.table == model.table);
    let shared = |filter: &Filter| {
        parent.is_some_and(|parent| {
            let mut filters = parent.filters.iter();
            filters.any(|other| other.place == filter.place && other.predicate == filter.predicate)
        })
    };
    let own = model.filters.iter().filter(|filter| filter.kind == FilterKind::Default);
    own.filter(|filter| !shared(filter) && runs(app, model, filter)).collect()
}

/// Whether a filter is there at all, with the columns that the table has.
fn runs(app: &App, model: &Model, filter: &Filter) -> bool {
    let table = model.table.as_deref().unwrap_or_default();
    let constant = |name: &str| {
        filter.constants.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let world = World {
        column: "",
        concerns: &|_| false,
        has: &|_, column| app.has_column(table, column),
        constant: &constant,
    };
    gate::switch(&filter.guards, &world) != Switch::Never
}

/// The conditions that filters ask together.
fn conditions<'f>(filters: &'f [&Filter]) -> impl Iterator<Item = &'f Predicate> {
    filters.iter().flat_map(|filter| parts(&filter.predicate))
}

/// The filters with those of their conditions that are wanted.
fn narrowed(filters: &[&Filter], wanted: impl Fn(&Predicate) -> bool) -> Vec<Filter> {
    let mut found = Vec::new();
    for filter in filters {
        let kept: Vec<_> =
            parts(&filter.predicate).into_iter().filter(|part| wanted(part)).cloned().collect();
        let predicate = kept.into_iter().reduce(Predicate::and);
        found.extend(predicate.map(|predicate| Filter { predicate, ..(*filter).clone() }));
    }
    found
}

/// What all have to hold.
fn parts(predicate: &Predicate) -> Vec<&Predicate> {
    match predicate {
        Predicate::All(parts) => parts.iter().flat_map(self::parts).collect(),
        single => vec![single],
    }
}

/// A condition without the accidents of how it is written.
fn canonical(predicate: &Predicate) -> String {
    predicate.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two conditions are the same, but perhaps for the name of a relation that both ask, or for
/// values of which only a part could be read.
fn is_alike(was: &Predicate, is: &Predicate) -> bool {
    let (old, new) = (canonical(was), canonical(is));
    let unread = [&old, &new].iter().any(|condition| condition.contains(UNREAD));
    if old == new || unread && canonical(&vague(was)) == canonical(&vague(is)) {
        return true;
    }
    let (old, new) = (relations(was), relations(is));
    old.difference(&new).any(|from| {
        new.difference(&old).any(|to| {
            let renamed = was.with_columns(&|column| {
                let mut column = column.clone();
                match &mut column.table {
                    Some(table) if table == from => table.clone_from(to),
                    None if column.name == *from => return ColumnName::new(None, to),
                    _ => {}
                }
                column
            });
            canonical(&renamed) == canonical(is)
        })
    })
}

/// A condition with one value in the place of all that are known only when it runs.
fn vague(predicate: &Predicate) -> Predicate {
    predicate.with_values(&|value| match value {
        Value::Runtime(_) => Value::Runtime(UNREAD.to_owned()),
        Value::Literal(_) => value.clone(),
    })
}

/// The tables and relations whose columns a condition names.
fn relations(predicate: &Predicate) -> BTreeSet<String> {
    let subjects = predicate.subjects().into_iter();
    subjects.filter_map(|subject| subject.column.table.clone()).collect()
}

/// A condition of the base with the names that columns have now.
fn renamed(predicate: &Predicate, table: &str, changes: &[Change]) -> Predicate {
    predicate.with_columns(&|column| {
        let renames = |change: &&Change| {
            change.op == Op::RenameColumn
                && change.table == table
                && change.column.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(&column.name))
        };
        match changes.iter().find(renames).and_then(|change| change.to.as_ref()) {
            Some(to) => ColumnName::new(column.table.clone(), to),
            None => column.clone(),
        }
    })
}

/// Whether a condition reads a column that arrives with the branch.
fn new(part: &Predicate, table: &str, changes: &[Change]) -> bool {
    let added = |name: &str| {
        changes.iter().any(|change| {
            let column = match change.op {
                Op::AddColumn => &change.column,
                Op::RenameColumn => &change.to,
                _ => return false,
            };
            change.table == table
                && column.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(name))
        })
    };
    part.subjects().iter().any(|subject| added(&subject.column.name))
        || part
            .opaque()
            .iter()
            .any(|text| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(added))
}

/// The soft deletes of a model that another state of it does not have.
fn deletes(model: &Model, other: &Model) -> Vec<Filter> {
    let soft = |filter: &&Filter| {
        matches!(filter.kind, FilterKind::Delete(_)) && filter.soft_delete.is_some()
    };
    let known = |filter: &&Filter| {
        !other.filters.iter().filter(soft).any(|known| known.soft_delete == filter.soft_delete)
    };
    model.filters.iter().filter(soft).filter(known).cloned().collect()
}

fn change(model: &Model, table: &str, edit: &Edit, app: &App) -> Change {
    let (op, first) = match (edit.adds.first(), edit.drops.first()) {
        (Some(added), None) => (Op::AddFilter, Some(added)),
        (None, dropped) => (Op::DropFilter, dropped),
        (added, Some(_)) => (Op::ChangeFilter, added),
    };
    let mut change = Change::new(op, table, "code");
    change.model = Some(model.name.clone());
    let Some(filter) = first else { return change };
    change.place = Some(filter.place.clone());
    change.condition = Some(filter.predicate.to_string());
    change.text = format!("{}: {}", model.name, filter.predicate);
    let subjects = filter.predicate.subjects();
    let own = |name: &Option<String>| name.as_deref().is_none_or(|name| name == table);
    let column = subjects.iter().map(|it| &it.column).find(|column| own(&column.table));
    let Some(column) = column else { return change };
    change.column = Some(column.name.clone());
    if let Some(known) = declared(model, table, &column.name, app) {
        change.sql_type.clone_from(&known.sql_type);
        change.nullable = known.nullable;
        change.default = known.default.clone();
    }
    change.existing = match change.nullable {
        Some(false) => vec![Cell::NotNull],
        _ => vec![Cell::Unknown],
    };
    change
}

/// What is known of a column that is there.
fn declared<'a>(model: &'a Model, table: &str, column: &str, app: &'a App) -> Option<&'a Column> {
    let known = app.tables.get(table).and_then(|table| table.column(column));
    known.or_else(|| {
        let mut attributes = model.attributes.iter().flatten();
        attributes.find(|known| known.column.name == column).map(|known| &known.column)
    })
}
