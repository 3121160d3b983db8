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

/// Foreign keys that do something when rows go.
pub(super) fn cascades(ground: &Ground) -> Vec<Entry> {
    let entry = |object: &Object| {
        let (target, action) = object.target.as_ref()?;
        let action =
            action.as_deref().filter(|action| !action.eq_ignore_ascii_case("no action"))?;
        let (table, columns) = (object.table.as_deref()?, object.columns.join(", "));
        let says = if target == ground.table {
            format!(
                "the database, when a row goes: `{action}` for rows of `{table}` by `{columns}`"
            )
        } else if table == ground.table {
            format!("the database, when a row of `{target}` goes: `{action}` here by `{columns}`")
        } else {
            return None;
        };
        let name = format!("{table}.{columns}");
        Some(placed(Entry::new(Weight::Essential, name, says), object))
    };
    ground.app.objects.iter().filter_map(entry).collect()
}

fn placed(mut entry: Entry, object: &Object) -> Entry {
    entry.place.clone_from(&object.place);
    entry
}
