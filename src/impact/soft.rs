//! What follows from a soft delete, or from a filter: rows that are hidden and still there.

use super::{Impact, Touched, Turn, names, words};
use crate::{
    app::{
        Association, AssociationKind, Attribute, Filter, FilterKind, ForeignKey, Model, Unique,
        access::{Access, AccessKind},
    },
    change::{Change, Op},
    orm::script::names::snake_case,
    predicate::Predicate,
};

/// Last words of names of columns whose values nobody enters twice, whatever is deleted.
const NEVER_AGAIN: &[&str] = &["guid", "hash", "salt", "token", "ulid", "uuid"];

/// Names of keys that are made, not entered.
const KEYS: &[&str] = &["id", "pk"];

/// Names of columns that are there to tell deleted rows from the others.
const MARKS: &[&str] = &[
    "deleted",
    "deleted_at",
    "deleted_on",
    "discarded_at",
    "is_deleted",
    "soft_deleted",
    "soft_deleted_at",
    "trashed_at",
];

/// ORMs whose models say all that is unique.
const DECLARES: &[&str] = &["django", "prisma"];

impl<'a> Impact<'a> {
    /// The filters through which deletes start to keep rows, one for each model.
    pub fn soft_deletes_start(&self) -> Vec<Touched<'a>> {
        let Some(column) = self.added() else { return Vec::new() };
        let mut found: Vec<Touched> = Vec::new();
        for touched in self.filters() {
            let starts = touched.turn == Turn::Starts
                && touched.filter.soft_delete.as_deref() == Some(column)
                && touched.model.table.as_deref() == Some(self.table());
            if starts && !found.iter().any(|known| known.model.name == touched.model.name) {
                found.push(touched);
            }
        }
        found
    }

    /// The models of a table whose mark of deleted rows goes, and that know nothing of it any more. What
    /// they were at the base is better evidence, where there is one.
    pub fn unmarked(&self) -> Vec<&'a Model> {
        let mark = self.removed().filter(|column| is_mark(column));
        let Some(column) = mark.filter(|_| !self.before.based) else { return Vec::new() };
        let knows = |model: &Model| {
            let mut own = model.attributes.iter().flatten();
            own.any(|known| known.column.name == column)
                || model.filters.iter().any(|filter| {
                    filter.soft_delete.as_deref() == Some(column)
                        || self.mentions(model, filter, column)
                })
        };
        self.base_models().filter(|model| !knows(model)).collect()
    }

    /// The filter of a model that hides rows already, or keeps them from being deleted, with the
    /// columns that it reads.
    pub fn standing_filter(&self, model: &'a Model) -> Option<(&'a Filter, Vec<&'a str>)> {
        model.filters.iter().find_map(|filter| {
            let governs = filter.kind == FilterKind::Default || filter.soft_delete.is_some();
            let own = filter.table.as_deref().is_none_or(|table| table == self.table());
            let subjects = filter.predicate.subjects();
            let mut columns: Vec<&str> =
                subjects.iter().map(|subject| subject.column.name.as_str()).collect();
            columns.extend(filter.soft_delete.as_deref());
            // A gate that waits for a column which is not there keeps the filter away.
            let there = |column: &str| {
                self.app.has_column(self.table(), column).is_none_or(|there| there)
                    && !self.changes.iter().any(|change| {
                        change.table == self.table()
                            && change.op == Op::AddColumn
                            && change.column.as_deref() == Some(column)
                    })
            };
            let applies = filter.guards.is_empty() || columns.iter().all(|column| there(column));
            let columns: Vec<&str> = filter
                .soft_delete
                .as_deref()
                .into_iter()
                .chain(filter.predicate.subjects().into_iter().map(|it| it.column.name.as_str()))
                .collect();
            (governs && own && applies && !columns.is_empty()).then_some((filter, columns))
        })
    }

    /// What is unique in the rows of a model, each once: what the model says goes first.
    pub fn uniques(&self, model: &'a Model) -> Vec<Unique> {
        let mut found: Vec<Unique> = model.unique.clone();
        for attribute in model.attributes.iter().flatten() {
            if attribute.column.unique && !attribute.column.primary_key {
                found.push(Unique {
                    name: None,
                    columns: vec![attribute.column.name.clone()],
                    condition: None,
                    asked: false,
                    place: attribute.column.place.clone(),
                });
            }
        }
        // What the migrations made of the table says no more than the model, and may say less.
        let told = DECLARES.contains(&model.orm);
        let table = self.app.tables.get(self.table()).filter(|_| !told);
        for unique in table.into_iter().flat_map(|table| &table.unique) {
            let known = |other: &Unique| !other.asked && other.columns == unique.columns;
            if !found.iter().any(known) {
                found.push(unique.clone());
            }
        }
        // What the same proposal takes away, or makes anew for a part of the rows.
        let gone = |unique: &Unique| {
            self.changes.iter().any(|change| {
                change.table == self.table()
                    && match change.op {
                        Op::DropUnique | Op::DropIndex => unique.is_dropped_by(change),
                        Op::AddUnique => {
                            change.columns == unique.columns && change.condition.is_some()
                        }
                        _ => false,
                    }
            })
        };
        found.retain(|unique| unique.asked || !gone(unique));
        found
    }

    /// Whether no two rows, or no two that are not deleted, are alike in some of the columns.
    pub fn keeps_apart(&self, model: &'a Model, columns: &[&String]) -> bool {
        let within = |group: &[String]| group.iter().all(|name| columns.contains(&name));
        let made = self.changes.iter().any(|change| {
            change.op == Op::AddUnique && change.table == self.table() && within(&change.columns)
        });
        made || self.uniques(model).iter().any(|unique| !unique.asked && within(&unique.columns))
    }

    /// Whether the database keeps rows apart by some columns of a new unique group already, or by all of
    /// them where the new one counts not every row. A dump may tell of the new one itself.
    pub fn is_apart_already(&self) -> bool {
        let change = self.change();
        let within = |columns: &[String]| {
            !columns.is_empty() && columns.iter().all(|column| change.columns.contains(column))
        };
        let table = self.app.tables.get(self.table());
        let keys = table.into_iter().flat_map(|table| &table.columns).filter(|it| it.primary_key);
        let key: Vec<String> = keys.map(|column| column.name.clone()).collect();
        let mut groups = table.into_iter().flat_map(|table| &table.unique);
        let stricter = |it: &Unique| {
            let fewer = it.columns.len() < change.columns.len() || change.condition.is_some();
            !it.asked && it.condition.is_none() && within(&it.columns) && fewer
        };
        within(&key) || groups.any(stricter)
    }

    /// Whether the model itself says that the columns are unique.
    pub fn declares_unique(&self, model: &Model, unique: &Unique) -> bool {
        let column = |attribute: &Attribute| {
            attribute.column.unique && unique.columns == [attribute.column.name.as_str()]
        };
        model.unique.contains(unique) || model.attributes.iter().flatten().any(column)
    }

    /// Whether a unique index or a validation counts rows that a filter by the column hides.
    pub fn counts_hidden(&self, unique: &Unique, column: &str) -> bool {
        let named = |text: &String| words(text).any(|word| word == column.to_lowercase());
        // `COALESCE(deleted_at, '1970-01-01')` tells them apart as well.
        let apart = unique.columns.iter().any(named);
        // Nobody asks for the same token or number again.
        let made = |name: &String| {
            let words = snake_case(name);
            let last = words.rsplit('_').next().unwrap_or_default();
            KEYS.contains(&words.as_str()) || NEVER_AGAIN.contains(&last)
        };
        let entered = !unique.columns.iter().any(made);
        !apart && entered && !unique.condition.as_ref().is_some_and(named)
    }

    /// The accesses to rows of a model or of its table.
    pub fn accesses(&self, model: &'a Model) -> impl Iterator<Item = &'a Access> {
        let table = self.table();
        self.app.accesses.iter().filter(move |access| {
            access.models.contains(&model.qualified)
                || access.tables.iter().any(|known| known.eq_ignore_ascii_case(table))
        })
    }

    /// The accesses to rows of a model that go around what a filter does by a column.
    pub fn bypasses(&self, touched: &Touched<'a>, column: &str) -> Vec<&'a Access> {
        let soft = touched.filter.soft_delete.as_deref() == Some(column);
        // `deleted_at IS NULL`: the column is a mark.
        let marks = matches!(&touched.filter.predicate,
            Predicate::IsNull(subject) if subject.column.name.eq_ignore_ascii_case(column));
        let knows = |access: &Access| {
            let words = access.sql.as_deref().into_iter().flat_map(words);
            words.into_iter().any(|word| word == column.to_lowercase())
        };
        let library = touched.filter.library.unwrap_or_default();
        self.accesses(touched.model)
            .filter(|access| match access.kind {
                AccessKind::Erases => soft || (access.marked && marks),
                AccessKind::Passes | AccessKind::Historical => {
                    touched.filter.kind == FilterKind::Default
                }
                AccessKind::Trusts
                | AccessKind::Deletes
                | AccessKind::Skips
                | AccessKind::Repeats => false,
            })
            .filter(|access| {
                let heeded = |known: &String| {
                    known == library || touched.model.changed_operations.contains(known)
                };
                !knows(access) && !access.heeds.iter().any(heeded)
            })
            .collect()
    }

    /// Models whose rows the change's own migration goes through as history knows them, each with what
    /// does so, and the filter that the model of today has. Told for the first change of a file.
    pub fn historical(&self) -> Vec<(&'a Model, &'a Filter, Vec<&'a Access>)> {
        let file = |change: &'a Change| change.place.as_ref().map(|place| &place.file);
        let Some(own) = file(self.change()) else { return Vec::new() };
        if self.changes.iter().position(|change| file(change) == Some(own)) != Some(self.at) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for model in self.app.models.iter().filter(|model| !model.is_abstract) {
            let reaches = |access: &&Access| {
                access.kind == AccessKind::Historical
                    && access.place.file == *own
                    && access.tables.iter().any(|table| model.table.as_deref() == Some(table))
            };
            let accesses: Vec<&Access> = self.app.accesses.iter().filter(reaches).collect();
            let filter = model
                .filters
                .iter()
                .find(|filter| filter.kind == FilterKind::Default && filter.guards.is_empty());
            if let (Some(filter), false) = (filter, accesses.is_empty()) {
                found.push((model, filter, accesses));
            }
        }
        found
    }

    /// The associations through which rows are deleted with those of a model, each with the model that
    /// declares it and the model whose rows go; `None` where the database does it.
    pub fn cascades(&self, model: &'a Model) -> Vec<Cascade<'a>> {
        let mut found = Vec::new();
        for owner in &self.app.models {
            for association in &owner.associations {
                let (parent, child) = match association.kind {
                    AssociationKind::BelongsTo => {
                        (association.target.as_deref(), Some(owner.name.as_str()))
                    }
                    _ => (Some(owner.name.as_str()), association.target.as_deref()),
                };
                let ours = |name: Option<&str>| name.is_some_and(|name| names(&model.name, name));
                if association.on_delete.is_none() || !(ours(parent) || ours(child)) {
                    continue;
                }
                let known = found
                    .iter()
                    .any(|known: &Cascade| known.association.place == association.place);
                if !known {
                    found.push(Cascade {
                        association,
                        parent: parent.and_then(|name| self.app.model(name)),
                        child: child.and_then(|name| self.app.model(name)),
                    });
                }
            }
        }
        found
    }

    /// The foreign keys of other tables that point to the changed table.
    pub fn keys_to(&self) -> impl Iterator<Item = (&'a str, &'a ForeignKey)> {
        let table = self.table();
        let tables = self.app.tables.iter();
        tables
            .flat_map(|(name, known)| {
                known.foreign_keys.iter().map(move |key| (name.as_str(), key))
            })
            .filter(move |(_, key)| key.to == table)
    }

    /// Whether deleting a row of the model keeps it.
    pub fn keeps_deleted(&self, model: &Model) -> bool {
        model.filters.iter().any(|filter| {
            let column = filter.soft_delete.as_deref();
            let table = model.table.as_deref().unwrap_or_default();
            column.is_some_and(|column| self.app.has_column(table, column) != Some(false))
        })
    }
}

/// Whether a column is called as those are that tell deleted rows from the others.
pub fn is_mark(column: &str) -> bool {
    MARKS.contains(&snake_case(column).as_str())
}

/// Rows that go with others.
pub struct Cascade<'a> {
    /// What says so.
    pub association: &'a Association,
    /// The model whose rows are deleted.
    pub parent: Option<&'a Model>,
    /// The model whose rows go with them.
    pub child: Option<&'a Model>,
}
