//! What of the database's own code and constraints a change concerns.

use std::{borrow::Cow, collections::BTreeSet};

use super::Impact;
use crate::{
    catalog,
    change::{Change, Op},
    database::{Body, Dialect, Object, ObjectKind, Owner, Step},
    finding::{Confidence, Effect, Evidence, Finding},
    source::Place,
};

impl<'a> Impact<'a> {
    /// The objects that the table concerns, as they are just before the change.
    pub fn objects(&self) -> Vec<Object> {
        self.objects_after(self.changes.get(..self.at).unwrap_or_default())
    }

    /// … and as they are once all changes have run.
    pub fn objects_in_the_end(&self) -> Vec<Object> {
        self.objects_after(self.changes)
    }

    /// Whether the database computed a column before the change.
    pub fn was_computed(&self, column: &str) -> bool {
        self.before.app.objects.iter().any(|object| {
            object.kind == ObjectKind::Generated
                && object.name == column
                && object.table.as_deref().is_some_and(|table| same(table, self.old_table()))
        })
    }

    /// Whether a trigger gives every new row a value of the column, once all changes have run.
    pub fn is_set_by_trigger(&self, column: &str) -> bool {
        let objects = self.objects_in_the_end();
        let sets =
            |object: &Object| object.body.sets.iter().any(|name| name.eq_ignore_ascii_case(column));
        objects.iter().any(|trigger| {
            let own = trigger.table.as_deref().is_some_and(|table| same(table, self.table()));
            let runs = |it: &&Object| {
                it.kind == ObjectKind::Function && trigger.runs.as_deref() == Some(&it.name)
            };
            own && trigger.before_insert
                && objects.iter().find(runs).map_or_else(|| sets(trigger), sets)
        })
    }

    /// Whether the database still refuses rows that are alike in some columns, once all changes have run.
    pub fn stay_apart(&self, columns: &[String]) -> bool {
        let has = |name: &str| columns.iter().any(|known| known.eq_ignore_ascii_case(name));
        // A key alone says which row, where rows of one class are meant.
        let within = |name: &String| {
            let key = name.strip_suffix("_type").map(|role| format!("{role}_id"));
            has(name) || key.is_some_and(|key| has(&key))
        };
        self.objects_in_the_end().iter().any(|object| {
            let own = object.kind == ObjectKind::Unique
                && object.table.as_deref().is_some_and(|table| same(table, self.table()));
            let mut named = object.columns.iter();
            let mut computed = object.body.mentions.iter().map(|mention| &mention.column);
            let some = !object.columns.is_empty() || !object.body.mentions.is_empty();
            own && some && named.all(within) && computed.all(within)
        })
    }

    /// What a column of the table is called once all changes have run.
    pub fn called<'n>(&'n self, column: &'n str) -> &'n str {
        let mut renames = self.changes.iter().filter(|other| {
            other.op == Op::RenameColumn
                && other.table == self.table()
                && other.column.as_deref() == Some(column)
        });
        renames.next().and_then(|other| other.to.as_deref()).unwrap_or(column)
    }

    fn objects_after(&self, steps: &[Change]) -> Vec<Object> {
        let table = self.table();
        let names = |object: &Object| {
            object.table.as_deref().is_none_or(|own| same(own, table))
                || object.target.as_ref().is_some_and(|(to, _)| same(to, table))
                || object.body.tables.iter().any(|named| same(named, table))
        };
        // What a set makes may run, or be run by, what is there.
        let made = |object: &Object| {
            let known = |step: &Change| {
                step.objects.iter().any(|step| match step {
                    Step::Create(other) => tied(object, other),
                    Step::Drop { .. } => false,
                })
            };
            steps.iter().any(known)
        };
        let direct: Vec<&Object> =
            self.app.objects.iter().filter(|object| names(object) || made(object)).collect();
        let runs: BTreeSet<&str> = direct.iter().filter_map(|it| it.runs.as_deref()).collect();
        let functions: BTreeSet<&str> = direct
            .iter()
            .filter(|it| it.kind == ObjectKind::Function)
            .map(|it| it.name.as_str())
            .collect();
        let indirect = self.app.objects.iter().filter(|object| match object.kind {
            ObjectKind::Function => runs.contains(object.name.as_str()),
            ObjectKind::Trigger => {
                object.runs.as_deref().is_some_and(|name| functions.contains(name))
            }
            _ => false,
        });
        let mut concerned: Vec<Object> = direct.iter().map(|object| (*object).clone()).collect();
        concerned.extend(
            indirect.filter(|it| !direct.iter().any(|known| std::ptr::eq(*known, *it))).cloned(),
        );
        // The rest of the set does nothing to them.
        let points = |step: &&Change| step.to.as_deref().is_some_and(|to| same(to, table));
        let tables: BTreeSet<String> = concerned
            .iter()
            .filter_map(|object| object.table.as_deref())
            .chain(steps.iter().filter(points).map(|step| step.table.as_str()))
            .chain([table])
            .map(str::to_lowercase)
            .collect();
        let then = steps.iter().enumerate().map(|(at, step)| match self.name_then(at) {
            name if name == step.table => Cow::Borrowed(step),
            name => Cow::Owned(Change { table: name.to_owned(), ..step.clone() }),
        });
        let steps: Vec<Cow<'_, Change>> = then
            .filter(|step| {
                let steps_on = |name: &str| tables.contains(&name.to_lowercase());
                !step.objects.is_empty()
                    || steps_on(&step.table)
                    || step.table.is_empty() && step.name.is_some()
                    || step.to.as_deref().is_some_and(steps_on)
            })
            .collect();
        let mut left = catalog::after(concerned, steps.iter().map(|step| &**step));
        left.retain(|object| {
            names(object) || matches!(object.kind, ObjectKind::Function | ObjectKind::Trigger)
        });
        left
    }

    /// What the table of a step is called when the step runs: the changes of a file know it by the name
    /// that it has after them.
    pub fn name_then(&self, at: usize) -> &'a str {
        let Some(step) = self.changes.get(at) else { return "" };
        let mut name = step.table.as_str();
        // What goes before another table takes its name is not that other one.
        if matches!(step.op, Op::DropTable | Op::RenameTable) {
            return name;
        }
        let file = |change: &Change| change.place.as_ref().map(|place| place.file.clone());
        for later in self.changes.get(at + 1..).unwrap_or_default().iter().rev() {
            let renames = later.op == Op::RenameTable && later.to.as_deref() == Some(name);
            if renames && file(later) == file(step) {
                name = &later.table;
            }
        }
        name
    }

    /// The database that an object belongs to, where that is known.
    pub fn dialect(&self, object: &Object) -> Option<Dialect> {
        object.dialect.or(self.app.dialect)
    }

    /// How sure it is that a text names a column of the table; `None` where it does not.
    pub fn named(&self, body: &Body, column: &str) -> Option<Confidence> {
        let table = self.table();
        let sure = if body.tracked { Confidence::Certain } else { Confidence::Likely };
        let found = body.mentions.iter().filter(|it| it.column.eq_ignore_ascii_case(column));
        let found = found.filter_map(|mention| match &mention.of {
            Owner::Row => None,
            Owner::Table(owner) => same(owner, table).then_some(sure),
            Owner::OneOf(tables) if tables.iter().any(|owner| same(owner, table)) => {
                let others = tables.iter().filter(|owner| !same(owner, table));
                let has: Vec<_> = others.map(|owner| self.app.has_column(owner, column)).collect();
                if has.contains(&Some(true)) {
                    return None;
                }
                match has.iter().all(|has| *has == Some(false)) {
                    true => Some(sure),
                    false => Some(match self.app.has_column(table, column) {
                        Some(true) => Confidence::Likely,
                        _ => Confidence::Possible,
                    }),
                }
            }
            Owner::OneOf(_) => None,
        });
        found.max()
    }

    /// The column whose type the change sets, also where it is the one that it has.
    pub fn typed(&self) -> Option<&'a str> {
        let change = self.change();
        let sets = change.op == Op::AlterColumn && change.sql_type.is_some();
        change.column.as_deref().filter(|_| sets)
    }

    /// The column that gets another type than the one that it is known to have.
    pub fn retyped(&self) -> Option<&'a str> {
        let column = self.typed()?;
        let known = self.app.tables.get(self.table()).and_then(|table| table.column(column));
        let known = known.and_then(|known| known.sql_type.as_deref());
        (known != self.change().sql_type.as_deref()).then_some(column)
    }

    /// A finding that an object of the database proves; `None` where it is not known where that stands.
    pub fn told(
        &self,
        effect: &'static Effect,
        object: &Object,
        message: String,
        says: String,
    ) -> Option<Finding> {
        let whole = object.place.as_ref()?;
        let column = self.change().column.as_deref().unwrap_or_default();
        let mut named = object.body.mentions.iter().filter(|mention| {
            mention.column.eq_ignore_ascii_case(column) && self.may_own(&mention.of)
        });
        // The line that names the column says more than the first of its statement.
        let place = match named.find_map(|mention| mention.span) {
            Some(span) => Place { file: whole.file.clone(), span },
            None => whole.clone(),
        };
        let proof = Evidence::new(role(object.kind), &place, says);
        let mut finding = Finding::new(effect, self.at, message, proof);
        finding.table = Some(self.table().to_owned());
        finding.column = self.change().column.clone();
        Some(finding)
    }
}

impl Impact<'_> {
    /// Whether a column that a text names may be one of the table.
    fn may_own(&self, owner: &Owner) -> bool {
        match owner {
            Owner::Row => true,
            Owner::Table(table) => same(table, self.table()),
            Owner::OneOf(tables) => tables.iter().any(|table| same(table, self.table())),
        }
    }
}

/// Whether one of two objects runs the other.
fn tied(object: &Object, other: &Object) -> bool {
    let runs = |trigger: &Object, function: &Object| {
        function.kind == ObjectKind::Function
            && trigger.runs.as_deref() == Some(function.name.as_str())
    };
    runs(object, other) || runs(other, object)
}

/// Whether two spellings name one table.
pub fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// What the code of an object is as evidence.
fn role(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Trigger => "trigger",
        ObjectKind::View | ObjectKind::MaterializedView => "view",
        ObjectKind::Function => "function",
        ObjectKind::Policy => "policy",
        ObjectKind::Publication => "publication",
        ObjectKind::Generated => "generated-column",
        ObjectKind::Check => "check",
        ObjectKind::ForeignKey => "foreign-key",
        ObjectKind::Unique | ObjectKind::Index => "index",
    }
}
