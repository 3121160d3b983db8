//! What the database does with a table by itself: triggers, views and other code, and what its
//! foreign keys do when rows are deleted.

use super::Ground;
use crate::{
    app::Model,
    database::{Object, ObjectKind},
    page::{Entry, Weight},
    source::Place,
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
            let of = match object.columns.join(", ") {
                columns if columns.is_empty() => String::new(),
                columns => format!(" of `{columns}`"),
            };
            (format!("a {kind} `{name}`{of}"), Weight::Useful)
        }
        _ => return None,
    };
    Some(placed(Entry::new(weight, name.as_str(), says), object))
}

/// What the foreign keys do when rows go, in both directions: those that change rows, then those that
/// refuse.
pub(super) fn cascades(ground: &Ground) -> Vec<Entry> {
    let mut keys: Vec<Key> = ground.app.objects.iter().filter_map(key).collect();
    for model in &ground.app.models {
        for declared in declared(model) {
            let same = |it: &Key| (it.table, &it.columns) == (declared.table, &declared.columns);
            // What the database itself is told goes first.
            if !keys.iter().any(same) {
                keys.push(declared);
            }
        }
    }
    let here = ground.table;
    let mut actions: Vec<&str> = keys.iter().filter_map(|key| key.action.as_deref()).collect();
    actions.sort_unstable();
    actions.dedup();
    let mut entries = Vec::new();
    let mut tell = |found: Vec<&Key>, says: String, shown: &dyn Fn(&Key) -> String| {
        let Some((first, others)) = found.split_first() else { return };
        let names: Vec<String> = found.iter().map(|key| shown(key)).collect();
        let name = format!("{}.{}", first.table, first.columns);
        let says = format!("{says} {}", names.join(", "));
        let mut entry = Entry::new(Weight::Essential, name, says);
        entry.place = first.place.cloned();
        let places = others.iter().filter_map(|key| key.place.cloned());
        entry.via = places.map(|place| (String::new(), place)).collect();
        entries.push(entry);
    };
    let inwards = |key: &Key| format!("`{}.{}`", key.table, key.columns);
    let outwards = |key: &Key| format!("`{}` by `{}`", key.target, key.columns);
    for action in actions.into_iter().map(Some).chain([None]) {
        let alike = || keys.iter().filter(|key| key.action.as_deref() == action);
        let says = match action {
            Some(action) => format!("the database, when a row goes: `{action}` by"),
            None => "the database refuses to delete a row that is pointed to by".to_owned(),
        };
        tell(alike().filter(|key| key.target == here).collect(), says, &inwards);
        let says = match action {
            Some(action) => format!("the database, when another row goes: `{action}` here, of"),
            None => "the database refuses to delete a row that one here points to: of".to_owned(),
        };
        let outside = |key: &&Key| key.table == here && key.target != here;
        tell(alike().filter(outside).collect(), says, &outwards);
    }
    entries
}

/// A foreign key.
struct Key<'a> {
    table: &'a str,
    columns: String,
    target: &'a str,
    /// What happens to its rows; without one, rows that they point to cannot be deleted.
    action: Option<String>,
    place: Option<&'a Place>,
}

impl<'a> Key<'a> {
    fn new(
        table: &'a str,
        columns: String,
        (target, action): &'a (String, Option<String>),
        place: Option<&'a Place>,
    ) -> Key<'a> {
        let changes = |action: &&String| {
            !["no action", "restrict"].iter().any(|refuses| action.eq_ignore_ascii_case(refuses))
        };
        let action = action.as_ref().filter(changes).map(|action| action.to_uppercase());
        Key { table, columns, target, action, place }
    }
}

fn key(object: &Object) -> Option<Key<'_>> {
    let (table, columns) = (object.table.as_deref()?, object.columns.join(", "));
    Some(Key::new(table, columns, object.target.as_ref()?, object.place.as_ref()))
}

/// The keys that a model declares.
fn declared(model: &Model) -> impl Iterator<Item = Key<'_>> {
    let columns = model.attributes.iter().flatten().map(|attribute| &attribute.column);
    columns.filter_map(|column| {
        let (to, place) = (column.points_to.as_ref()?, column.place.as_ref());
        Some(Key::new(model.table.as_deref()?, column.name.clone(), to, place))
    })
}

fn placed(mut entry: Entry, object: &Object) -> Entry {
    entry.place.clone_from(&object.place);
    entry
}
