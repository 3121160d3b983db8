//! The objects of the database that a list of steps leaves behind: the later definition wins.

use std::{borrow::Borrow, collections::HashMap};

use crate::{
    change::{Change, Op},
    database::{Body, Object, ObjectKind, Step},
    sql,
};

/// The objects that steps make and do not drop again, in order.
pub fn objects<C: Borrow<Change>>(steps: impl IntoIterator<Item = C>) -> Vec<Object> {
    let mut catalog = Catalog { follows: true, ..Catalog::default() };
    for step in steps {
        catalog.apply(step.borrow());
    }
    catalog.objects.into_iter().flatten().collect()
}

/// Objects with what steps do to them afterwards.
pub fn after<'c>(objects: Vec<Object>, steps: impl IntoIterator<Item = &'c Change>) -> Vec<Object> {
    let mut catalog = Catalog::default();
    for object in objects {
        catalog.put(object);
    }
    for step in steps {
        catalog.apply(step);
    }
    catalog.objects.into_iter().flatten().collect()
}

/// Objects that files define, and those that steps make beside them.
pub fn joined(declared: Vec<Object>, steps: &[Change]) -> Vec<Object> {
    let mut all = declared;
    let known = all.len();
    for object in objects(steps) {
        let same = |other: &Object| {
            let named = !object.name.is_empty()
                && other.is(object.kind, &object.name, object.table.as_deref());
            let alike = other.kind == object.kind
                && other.table == object.table
                && !other.columns.is_empty()
                && other.columns == object.columns
                && other.target.as_ref().map(|(to, _)| to)
                    == object.target.as_ref().map(|(to, _)| to);
            named || alike
        };
        if !all.iter().take(known).any(same) {
            all.push(object);
        }
    }
    all
}

/// Objects by kind and name.
#[derive(Default)]
struct Catalog {
    /// In order; what is gone leaves a gap.
    objects: Vec<Option<Object>>,
    places: HashMap<(ObjectKind, String), Vec<usize>>,
    /// Whether constraints follow columns to their new names, as in the database; what a proposal does
    /// to them is asked by the names that they had.
    follows: bool,
}

impl Catalog {
    fn apply(&mut self, change: &Change) {
        for step in &change.objects {
            match step {
                Step::Create(object) => {
                    let place = object.place.clone().or_else(|| change.place.clone());
                    self.put(Object { place, ..Object::clone(object) });
                }
                Step::Drop { kind, name, table } => self.drop(*kind, name, table.as_deref()),
            }
        }
        match change.op {
            // Its other name came as the old one went.
            Op::AddUnique if change.to.is_some() => {}
            Op::DropUnique if change.to.is_some() => {
                if let (Some(from), Some(to)) = (&change.name, &change.to) {
                    self.call(from, to);
                }
            }
            Op::AddForeignKey | Op::AddCheck | Op::AddUnique | Op::AddIndex => {
                if let Some(object) = constraint(change) {
                    self.put(object);
                }
            }
            Op::CreateTable => {
                let unique = change.definitions.iter().filter(|column| column.unique);
                for column in unique {
                    let columns = vec![column.name.clone()];
                    self.put(Object { columns, ..of_table(ObjectKind::Unique, change) });
                }
            }
            Op::DropForeignKey => self.drop_constraint(&[ObjectKind::ForeignKey], change),
            Op::DropUnique | Op::DropIndex => {
                self.drop_constraint(&[ObjectKind::Unique, ObjectKind::Index], change);
            }
            Op::DropTable => self.retain(|object| object.table.as_deref() != Some(&change.table)),
            Op::DropColumn => {
                let column = change.column.as_deref().unwrap_or_default();
                let table = change.table.as_str();
                self.retain(|object| {
                    object.table.as_deref() != Some(table) || keeps(object, column)
                });
            }
            Op::RenameTable => {
                for object in self.objects.iter_mut().flatten() {
                    rename(object, &change.table, change.to.as_deref().unwrap_or_default());
                }
            }
            Op::RenameColumn if self.follows => {
                let (from, to) = (change.column.as_deref(), change.to.as_deref());
                let (Some(from), Some(to)) = (from, to) else { return };
                let ours = |object: &&mut Object| object.table.as_ref() == Some(&change.table);
                for object in self.objects.iter_mut().flatten().filter(ours) {
                    let columns = object.columns.iter_mut();
                    columns.filter(|it| *it == from).for_each(|it| to.clone_into(it));
                }
            }
            Op::RenameColumn
            | Op::AddColumn
            | Op::AlterColumn
            | Op::ChangePrimaryKey
            | Op::AddEnumValue
            | Op::Opaque
            | Op::Define
            | Op::AddFilter
            | Op::DropFilter
            | Op::ChangeFilter
            | Op::Backfill => {}
        }
    }

    /// Puts an object in the place of the one of its name.
    fn put(&mut self, object: Object) {
        if object.name.is_empty() {
            self.objects.push(Some(object));
            return;
        }
        let (kind, name) = (object.kind, object.name.clone());
        self.drop(kind, &name, object.table.as_deref());
        self.places.entry((kind.group(), name)).or_default().push(self.objects.len());
        self.objects.push(Some(object));
    }

    fn drop(&mut self, kind: ObjectKind, name: &str, table: Option<&str>) {
        let Some(places) = self.places.get_mut(&(kind.group(), name.to_owned())) else { return };
        let objects = &mut self.objects;
        places.retain(|at| {
            let is = |object: &Object| object.is(kind, name, table);
            match objects.get_mut(*at) {
                Some(known) if known.as_ref().is_some_and(is) => {
                    *known = None;
                    false
                }
                _ => true,
            }
        });
    }

    /// Gives the unique groups of a name another one.
    fn call(&mut self, from: &str, to: &str) {
        let group = ObjectKind::Unique.group();
        let Some(places) = self.places.remove(&(group, from.to_owned())) else { return };
        for at in &places {
            if let Some(Some(known)) = self.objects.get_mut(*at) {
                to.clone_into(&mut known.name);
            }
        }
        self.places.entry((group, to.to_owned())).or_default().extend(places);
    }

    fn retain(&mut self, keeps: impl Fn(&Object) -> bool) {
        for object in &mut self.objects {
            if object.as_ref().is_some_and(|object| !keeps(object)) {
                *object = None;
            }
        }
    }

    /// Drops the constraint that a step means; all of its kind where it does not tell which.
    fn drop_constraint(&mut self, kinds: &[ObjectKind], change: &Change) {
        let table = (!change.table.is_empty()).then_some(change.table.as_str());
        let ours = |object: &Object| {
            kinds.contains(&object.kind) && (table.is_none() || object.table.as_deref() == table)
        };
        let named = |object: &Object| {
            change.name.as_ref().is_some_and(|name| *name == object.name || *name == usual(object))
        };
        let listed = |object: &Object| {
            let to = change.to.as_ref();
            let same = !change.columns.is_empty() && object.columns == change.columns;
            same || to.is_some() && object.target.as_ref().map(|(to, _)| to) == to
        };
        // Of several over the same columns, the one of the name goes.
        let by_name = self.objects.iter().flatten().any(|object| ours(object) && named(object));
        let told = |object: &Object| if by_name { named(object) } else { listed(object) };
        let known = self.objects.iter().flatten().any(|object| ours(object) && told(object));
        let means = |object: &Object| !known || told(object);
        if known || table.is_some() && change.columns.is_empty() {
            self.retain(|object| !(ours(object) && means(object)));
        }
    }
}

/// The name that PostgreSQL gives to a constraint without one.
fn usual(object: &Object) -> String {
    let table = object.table.as_deref().unwrap_or_default();
    let end = if object.kind == ObjectKind::ForeignKey { "fkey" } else { "key" };
    format!("{table}_{}_{end}", object.columns.join("_"))
}

fn of_table(kind: ObjectKind, change: &Change) -> Object {
    Object {
        table: Some(change.table.clone()),
        place: change.place.clone(),
        ..Object::new(kind, change.name.as_deref().unwrap_or_default())
    }
}

fn constraint(change: &Change) -> Option<Object> {
    let condition = change.condition.as_deref();
    let body = |text: Option<&str>| match text {
        Some(text) => Body { tracked: true, ..sql::names(text, &change.table) },
        None => Body::default(),
    };
    let object = match change.op {
        Op::AddForeignKey => Object {
            columns: change.columns.clone(),
            target: Some((
                change.to.clone()?,
                condition
                    .and_then(|text| text.strip_prefix("on delete "))
                    .map(|action| action.replace('_', " ").to_uppercase()),
            )),
            ..of_table(ObjectKind::ForeignKey, change)
        },
        Op::AddCheck => Object { body: body(condition), ..of_table(ObjectKind::Check, change) },
        Op::AddUnique | Op::AddIndex => {
            let kind = match change.op {
                Op::AddUnique => ObjectKind::Unique,
                _ => ObjectKind::Index,
            };
            let plain = |name: &&String| name.chars().all(|c| c.is_alphanumeric() || c == '_');
            let computed = change.columns.iter().filter(|name| !plain(name));
            let text: Vec<&str> = computed.map(String::as_str).chain(condition).collect();
            Object {
                columns: change.columns.iter().filter(plain).cloned().collect(),
                body: body((!text.is_empty()).then(|| text.join(", ")).as_deref()),
                ..of_table(kind, change)
            }
        }
        _ => return None,
    };
    Some(object)
}

/// Whether an object of a table outlives one of its columns.
fn keeps(object: &Object, column: &str) -> bool {
    let is = |name: &String| name.eq_ignore_ascii_case(column);
    match object.kind {
        ObjectKind::Generated => !is(&object.name),
        ObjectKind::Check | ObjectKind::ForeignKey | ObjectKind::Unique | ObjectKind::Index => {
            !object.columns.iter().any(is)
                && !object.body.mentions.iter().any(|mention| is(&mention.column))
        }
        ObjectKind::Trigger
        | ObjectKind::View
        | ObjectKind::MaterializedView
        | ObjectKind::Function
        | ObjectKind::Policy
        | ObjectKind::Publication => true,
    }
}

/// What belongs to a table goes on under its new name.
fn rename(object: &mut Object, from: &str, to: &str) {
    if object.table.as_deref() == Some(from) {
        object.table = Some(to.to_owned());
    }
    if let Some((target, _)) = &mut object.target
        && target == from
    {
        to.clone_into(target);
    }
}
