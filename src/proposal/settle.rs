//! What the proposed steps come to together: which tables they are about, and what is left of them.

use std::collections::BTreeSet;

use super::convention;
use crate::{
    app::{App, FilterKind, Unique, table_names},
    change::{self, Change, Column, DefaultValue, Op},
    config::nearest,
    impact::{names, words},
    predicate::{Cell, Row},
    source::Place,
};

/// Names tables for models, folds backfills and later definitions into the columns they are about,
/// and leaves out what comes and goes within the set.
pub fn settle(changes: Vec<Change>, app: &App) -> (Vec<Change>, Vec<String>) {
    let mut notes = Vec::new();
    let mut settled: Vec<Change> = Vec::new();
    let mut emptied: BTreeSet<String> = BTreeSet::new();
    let mut filled: BTreeSet<(String, Option<String>)> = BTreeSet::new();
    for change in named(changes, app) {
        for mut change in with_table(change, app, &mut notes) {
            if change.op == Op::Backfill && change.column.is_none() {
                emptied.insert(change.table);
                continue;
            }
            // Where there is no row, none has to be given a value.
            if change.op == Op::AddColumn
                && change.nullable == Some(false)
                && change.existing == [Cell::Unknown]
                && emptied.contains(&change.table)
            {
                change.existing = vec![Cell::NotNull];
            }
            let subject = (change.table.clone(), change.column.clone());
            if change.op == Op::Backfill && fills(&change, app) {
                filled.insert(subject);
            } else if change.op == Op::AlterColumn {
                change.filled = filled.contains(&subject);
            }
            fold(&mut settled, change, app);
        }
    }
    for change in settled.iter_mut().filter(|change| change.op == Op::RenameColumn) {
        // Some rows have a value, and where NULL is allowed some have none.
        let known =
            change.column.as_deref().and_then(|name| app.tables.get(&change.table)?.column(name));
        if matches!(change.existing.as_slice(), [] | [Cell::Unknown]) {
            change.existing = match known.and_then(|column| column.nullable) {
                Some(false) => vec![Cell::NotNull],
                _ => vec![Cell::Null, Cell::NotNull],
            };
        }
    }
    let gone: Vec<(String, Option<String>)> = settled
        .iter()
        .enumerate()
        .filter(|(_, change)| matches!(change.op, Op::DropColumn | Op::DropTable))
        .filter(|(at, drop)| {
            settled.iter().take(*at).any(|change| {
                change.table == drop.table
                    && change.column == drop.column
                    && matches!(change.op, Op::AddColumn | Op::CreateTable)
            })
        })
        .map(|(_, drop)| (drop.table.clone(), drop.column.clone()))
        .collect();
    settled.retain(|change| !gone.contains(&(change.table.clone(), change.column.clone())));
    for change in &settled {
        let known =
            change.column.as_deref().and_then(|column| app.has_column(&change.table, column));
        if change.reader == "flag" && change.op == Op::AddColumn && known == Some(true) {
            notes.push(format!(
                "`{}` is there already; this is what adding it would do",
                change.subject()
            ));
        }
    }
    (settled, notes)
}

/// The changes with the tables and columns that models and fields stand for.
fn named(changes: Vec<Change>, app: &App) -> Vec<Change> {
    let own_name = |change: &Change| {
        change.entity.as_ref().is_some_and(|model| app.table_names.table(model).is_some())
    };
    let link = |change: Change| match own_name(&change) {
        true => Change { model: None, ..change },
        false => convention::linked(change, app),
    };
    let changes: Vec<Change> = changes.into_iter().map(link).collect();
    if !changes.iter().any(|change| change.entity.is_some()) {
        return changes;
    }
    let changes =
        table_names::replay(changes, &mut app.tables.clone(), &mut app.table_names.clone());
    change::by_last_name(changes)
}

/// The change once for every table that its table or model may mean.
pub(super) fn with_table(change: Change, app: &App, notes: &mut Vec<String>) -> Vec<Change> {
    if change.op == Op::AddEnumValue && change.table.is_empty() {
        return of_type(change, app);
    }
    let written = match (&change.model, change.table.is_empty()) {
        (Some(model), true) => model.clone(),
        (_, false) => change.table.clone(),
        (None, true) => return vec![change],
    };
    let is_table = app.tables.contains_key(&written) || app.models_of(&written).next().is_some();
    if is_table && change.model.is_none() {
        return vec![change];
    }
    // `dcim.Rack` and `Admin::User` are models by another separator.
    let path = written.replace('.', "::");
    let mut tables: Vec<String> = app
        .models
        .iter()
        .filter(|model| {
            // Django writes `dcim.rack` as well as `dcim.Rack`.
            let labelled = model.orm == "django" && model.name.eq_ignore_ascii_case(&written);
            labelled || names(&model.name, &path)
        })
        .filter_map(|model| model.table.clone())
        .collect();
    tables.sort();
    tables.dedup();
    if tables.len() > 1 && change.reader == "flag" {
        notes.push(format!("`{written}` may mean any of the tables {}", tables.join(", ")));
    }
    if tables.is_empty() {
        let proposed = change.op == Op::CreateTable;
        if matches!(change.reader, "flag" | "changes") && !proposed {
            let known = app.tables.keys().map(String::as_str);
            let known = known.chain(app.models.iter().filter_map(|model| model.table.as_deref()));
            let meant = match nearest(&written, known) {
                Some(table) => format!("; did you mean `{table}`?"),
                None => String::new(),
            };
            let unknown = format!("no model maps a table `{written}`, and no schema dump has it");
            notes.push(unknown + &meant);
        }
        return vec![change];
    }
    // A backfill keeps its model: it reaches only what the model's queries reach.
    let model = change.model.clone().filter(|_| change.op == Op::Backfill);
    let of = |table| Change { table, model: model.clone(), ..change.clone() };
    tables.into_iter().map(of).collect()
}

/// A change of a type for each column that has it; the change itself where none is known.
fn of_type(change: Change, app: &App) -> Vec<Change> {
    let bare = |name: &str| {
        let name = name.trim_end_matches("[]").replace('"', "");
        name.rsplit('.').next().unwrap_or_default().to_lowercase()
    };
    let name = change.sql_type.as_deref().map(bare).unwrap_or_default();
    let has_it = |column: &&Column| column.sql_type.as_deref().map(bare).as_ref() == Some(&name);
    let dumped = app.tables.iter().flat_map(|(table, known)| {
        known.columns.iter().filter(has_it).map(move |column| (table.clone(), column.name.clone()))
    });
    let declared = app.models.iter().flat_map(|model| {
        let columns = model.attributes.iter().flatten().map(|attribute| &attribute.column);
        let columns = columns.filter(has_it);
        columns.filter_map(|column| Some((model.table.clone()?, column.name.clone())))
    });
    let columns: BTreeSet<(String, String)> = dumped.chain(declared).collect();
    if columns.is_empty() {
        return vec![change];
    }
    let of = |(table, column)| Change { table, column: Some(column), ..change.clone() };
    columns.into_iter().map(of).collect()
}

/// What rows hold after a backfill: those it does not reach keep what they have.
fn backfilled(cells: &[Cell], step: &Change, app: &App) -> Vec<Cell> {
    let through = step.model.as_deref().filter(|_| !step.text.contains("unscoped"));
    let filters: Vec<_> = app
        .models
        .iter()
        .filter(|model| through.is_some_and(|through| names(&model.name, through)))
        .flat_map(|model| &model.filters)
        .filter(|filter| filter.kind == FilterKind::Default)
        .collect();
    let column = step.column.as_deref().unwrap_or_default().to_lowercase();
    let mut after = Vec::new();
    for cell in cells {
        let row = Row::from([(column.clone(), cell.clone())]);
        let unreached = filters.iter().any(|filter| filter.predicate.truth(&row).fails());
        if unreached || step.condition.is_some() {
            after.push(cell.clone());
        }
        if !unreached {
            after.extend(step.existing.iter().cloned());
        }
    }
    after.dedup();
    after
}

/// Whether a backfill leaves no row with NULL in its column.
fn fills(step: &Change, app: &App) -> bool {
    let column = step.column.as_deref().unwrap_or_default();
    // `where(title: nil)`, `title IS NULL`: the rows that have no value.
    let asks = |text: &str| {
        let has = |sought: &str| words(text).any(|word| word.eq_ignore_ascii_case(sought));
        has(column) && (has("nil") || has("null")) && !has("not")
    };
    let all = Change { condition: None, ..step.clone() };
    step.condition.as_deref().is_none_or(asks)
        && !backfilled(&[Cell::Null], &all, app).iter().any(may_be_null)
}

fn may_be_null(cell: &Cell) -> bool {
    matches!(cell, Cell::Null | Cell::Unknown)
}

/// What rows hold once a column that they had may not be NULL: what is NULL gets the value of the step,
/// and everything else stays what it is.
fn altered(step: &Change, app: &App) -> Vec<Cell> {
    let [value @ Cell::Value(_)] = step.existing.as_slice() else { return step.existing.clone() };
    let column = step.column.as_deref().unwrap_or_default();
    let known = app.tables.get(&step.table).and_then(|table| table.column(column));
    match known.and_then(|known| known.nullable) {
        Some(false) => vec![Cell::NotNull],
        _ => vec![value.clone(), Cell::NotNull],
    }
}

/// Adds a step, or lets it change what an earlier one says.
fn fold(settled: &mut Vec<Change>, step: Change, app: &App) {
    let same = |known: &&mut Change| {
        known.table == step.table
            && step.column.is_some()
            && match known.op {
                Op::AddColumn | Op::AlterColumn => known.column == step.column,
                Op::RenameColumn => known.to == step.column,
                _ => false,
            }
    };
    match step.op {
        Op::Backfill => {
            if let Some(known) = settled.iter_mut().rev().find(same) {
                let cells = std::mem::take(&mut known.existing);
                // A column that may not be NULL was added before the UPDATE could run.
                let waits = known.nullable == Some(false)
                    && !known.default.is_given()
                    && cells.iter().any(may_be_null);
                known.filled |= !waits;
                known.existing = backfilled(&cells, &step, app);
            }
        }
        Op::AlterColumn => {
            if let Some(known) =
                settled.iter_mut().rev().find(|known| known.op == Op::AddColumn && same(known))
            {
                if step.default != DefaultValue::Unsaid {
                    known.default = step.default.clone();
                }
                if step.client_default != DefaultValue::Unsaid {
                    known.client_default = step.client_default.clone();
                }
                known.nullable = step.nullable.or(known.nullable);
                // NULLs are replaced by the value that the step gives, if it gives one.
                if step.nullable == Some(false) && known.existing == [Cell::Null] {
                    known.existing = match (step.default.cell(), step.client_default.cell()) {
                        _ if step.existing == [Cell::NotNull] => vec![Cell::NotNull],
                        (Cell::Null, Cell::Null) => vec![Cell::Unknown],
                        (Cell::Null, cell) | (cell, _) => vec![cell],
                    };
                }
                return;
            }
            let existing = altered(&step, app);
            settled.push(Change { existing, ..step });
        }
        // Nobody knows a column of this set by the name that it had before the set was done.
        Op::RenameColumn => {
            let added = |known: &Change| {
                known.op == Op::AddColumn
                    && known.table == step.table
                    && known.column == step.column
            };
            let (Some(at), Some(from), Some(to)) =
                (settled.iter().rposition(added), &step.column, &step.to)
            else {
                return settled.push(step);
            };
            let renamed = Change { column: Some(to.clone()), ..settled.remove(at) };
            for known in settled.iter_mut().filter(|known| known.table == step.table) {
                let names = known.columns.iter_mut().filter(|name| *name == from);
                names.for_each(|name| name.clone_from(to));
            }
            settled.push(renamed);
        }
        // A unique index that gets another name keeps the same rows apart.
        Op::AddUnique | Op::DropUnique if step.to.is_some() => {}
        // A definition that is said as a whole says again what is unique already.
        Op::AddUnique if is_unique(settled, &step, app) => {}
        _ => settled.push(step),
    }
}

/// Whether a migration before this one says already that a group of columns is unique. A dump of the
/// schema may tell what the proposal has done.
fn is_unique(settled: &[Change], step: &Change, app: &App) -> bool {
    let folder = |place: &Place| place.file.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let before = |unique: &&Unique| match (&unique.place, &step.place) {
        (Some(said), Some(now)) => said.file != now.file && folder(said) == folder(now),
        _ => false,
    };
    let lets_go = |unique: &Unique| {
        settled.iter().any(|change| {
            change.table == step.table
                && matches!(change.op, Op::DropUnique | Op::DropIndex)
                && unique.is_dropped_by(change)
        })
    };
    let table = app.tables.get(&step.table);
    let known = table.into_iter().flat_map(|table| &table.unique).filter(before);
    known
        .filter(|it| it.columns == step.columns && it.condition == step.condition)
        .any(|unique| !lets_go(unique))
}
