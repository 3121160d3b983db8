//! What the database does with a table by itself: triggers, views and other code, and what its
//! foreign keys do when rows are deleted.

use super::Ground;
use crate::{
    database::{Object, ObjectKind},
    page::{Entry, Weight},
};

/// The objects of the database that belong to the table or name it.
pub(super) fn entries(ground: &Ground) -> Vec<Entry> {
    ground.app.objects.iter().filter_map(|object| entry(ground, object)).collect()
}

fn entry(ground: &Ground, object: &Object) -> Option<Entry> {
    let own = object.table.as_deref() == Some(ground.table);
    let names = object.body.tables.iter().any(|table| table == ground.table);
    let (kind, name) = (object.kind.noun(), &object.name);
    let (says, weight) = match object.kind {
        ObjectKind::Trigger if own => {
            let runs = object.runs.as_ref();
            let runs = runs.map_or(String::new(), |runs| format!(" and runs `{runs}`"));
            (format!("the trigger `{name}` fires at writes{runs}"), Weight::Essential)
        }
        ObjectKind::Trigger | ObjectKind::Function if names => {
            (format!("the {kind} `{name}` names the table"), Weight::Essential)
        }
        ObjectKind::View | ObjectKind::MaterializedView if names => {
            (format!("the {kind} `{name}` reads the table"), Weight::Essential)
        }
        ObjectKind::Policy if own => {
            (format!("the policy `{name}` decides who sees which rows"), Weight::Essential)
        }
        ObjectKind::Publication if names || own => {
            (format!("the publication `{name}` sends its rows elsewhere"), Weight::Useful)
        }
        ObjectKind::Generated | ObjectKind::Check if own => {
            let columns = object.columns.join(", ");
            (format!("a {kind} `{name}` of `{columns}`"), Weight::Useful)
        }
        _ => return None,
    };
    Some(placed(Entry::new(weight, name.as_str(), says), object))
}

/// What the foreign keys do when rows go: each that changes rows, then those that refuse, in both
/// directions.
pub(super) fn cascades(ground: &Ground) -> Vec<Entry> {
    let keys: Vec<Key> = ground.app.objects.iter().filter_map(key).collect();
    let here = ground.table;
    let mut entries: Vec<Entry> = keys
        .iter()
        .filter_map(|Key { table, columns, target, action, object }| {
            let action = action.as_ref()?;
            let says = if *target == here {
                format!(
                    "the database, when a row goes: `{action}` for rows of `{table}` by `{columns}`"
                )
            } else if *table == here {
                format!(
                    "the database, when a row of `{target}` goes: `{action}` here by `{columns}`"
                )
            } else {
                return None;
            };
            let name = format!("{table}.{columns}");
            Some(placed(Entry::new(Weight::Essential, name, says), object))
        })
        .collect();
    let refusing = || keys.iter().filter(|key| key.action.is_none());
    let inwards: Vec<&Key> = refusing().filter(|key| key.target == here).collect();
    let outwards: Vec<&Key> =
        refusing().filter(|key| key.table == here && key.target != here).collect();
    let refused = |keys: &[&Key], shown: &dyn Fn(&Key) -> String, says: &str| {
        let (first, others) = keys.split_first()?;
        let names: Vec<String> = keys.iter().map(|key| shown(key)).collect();
        let says = format!("{says} {}", names.join(", "));
        let mut entry =
            Entry::new(Weight::Essential, format!("{}.{}", first.table, first.columns), says);
        entry = placed(entry, first.object);
        let places = others.iter().filter_map(|key| key.object.place.clone());
        entry.via = places.map(|place| (String::new(), place)).collect();
        Some(entry)
    };
    entries.extend(refused(
        &inwards,
        &|key| format!("`{}.{}`", key.table, key.columns),
        "the database refuses to delete a row that is pointed to by",
    ));
    entries.extend(refused(
        &outwards,
        &|key| format!("`{}` by `{}`", key.target, key.columns),
        "the database refuses to delete a row that one here points to: of",
    ));
    entries
}

/// A foreign key.
struct Key<'a> {
    table: &'a str,
    columns: String,
    target: &'a str,
    /// What happens to its rows; without one, rows that they point to cannot be deleted.
    action: Option<String>,
    object: &'a Object,
}

fn key(object: &Object) -> Option<Key<'_>> {
    let (target, action) = object.target.as_ref()?;
    let changes = |action: &&String| {
        !["no action", "restrict"].iter().any(|refuses| action.eq_ignore_ascii_case(refuses))
    };
    Some(Key {
        table: object.table.as_deref()?,
        columns: object.columns.join(", "),
        target,
        action: action.as_ref().filter(changes).cloned(),
        object,
    })
}

fn placed(mut entry: Entry, object: &Object) -> Entry {
    entry.place.clone_from(&object.place);
    entry
}
