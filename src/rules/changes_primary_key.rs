//! The primary key of a table becomes another, or gets another type.
//!
//! ## Why it matters
//! The key is what everything else holds: foreign keys, URLs, caches, jobs in a queue, other systems.
//! Each of them goes on to hold the old one. While the index is built anew, the table is locked.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//! end
//! class Post < ApplicationRecord
//!   belongs_to :user
//! end
//! # ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (uuid);
//! ```
//!
//! ## Safe rollout
//! 1. Add the new key beside the old one, unique and filled.
//! 2. Let all that holds the old key hold the new one too, and read it.
//! 3. Swap the keys in a later release.
//!
//! ## Source
//! PostgreSQL's `ALTER TABLE`: a key that foreign keys refer to cannot be dropped without them.

use crate::{
    app::AssociationKind,
    change::Op,
    column_type::{ColumnType, Conversion},
    finding::{Effect, Evidence, Finding, Severity},
    impact::Impact,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "changes-primary-key", severity: Severity::Critical };

/// How many of those that hold the key are shown.
const SHOWN: usize = 5;

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let what = match change.op {
        Op::ChangePrimaryKey => {
            let first = impact.changes.iter().position(|other| {
                other.op == Op::ChangePrimaryKey && other.table == change.table
            });
            // Dropping the old key and adding the new one is one change.
            if first != Some(impact.at) || same_key(impact) {
                return Vec::new();
            }
            "is another"
        }
        Op::AlterColumn => match retyped_key(impact) {
            true => "gets another type",
            false => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let Some(model) = impact.old_models().into_iter().next() else { return Vec::new() };
    let message = format!(
        "the primary key of `{}` {what}: all that holds a key of `{}` holds the old one",
        impact.table(),
        model.name,
    );
    let mut finding = Finding::new(&EFFECT, impact.at, message, impact.maps(model));
    let holds = impact.app.models.iter().flat_map(|other| {
        let to_it = |name: Option<&str>| name == Some(model.name.as_str());
        let keyed = other.associations.iter().filter(move |known| {
            known.kind == AssociationKind::BelongsTo
                && known.foreign_key.is_some()
                && to_it(known.target.as_deref())
        });
        keyed.map(move |known| (other, known))
    });
    for (other, known) in holds.take(SHOWN) {
        let says = format!("`{}` holds its key", other.name);
        finding.evidence.push(Evidence::new("association", &known.place, says));
    }
    finding.model = Some(model.name.clone());
    finding.table = Some(change.table.clone());
    finding.column.clone_from(&change.column);
    finding.rollout = vec![
        "add the new key beside the old one, unique and filled".to_owned(),
        "let all that holds the old key hold the new one too, and swap them in a later release"
            .to_owned(),
    ];
    vec![finding]
}

/// Whether there was no key, or it is made of the columns that it is made of already.
fn same_key(impact: &Impact) -> bool {
    let table = impact.table();
    let mut named = impact.changes.iter().rev().filter(|other| {
        other.op == Op::ChangePrimaryKey && other.table == table && !other.columns.is_empty()
    });
    let Some(known) = impact.before.app.tables.get(impact.old_table()) else { return false };
    let renamed = |name: &String| {
        let renames = impact.changes.iter().filter(|other| other.op == Op::RenameColumn);
        let mut renames = renames.filter(|other| [table, impact.old_table()].contains(&other.table.as_str()));
        let to = renames.find(|other| other.column.as_ref() == Some(name));
        to.and_then(|other| other.to.clone()).unwrap_or_else(|| name.clone())
    };
    let key: Vec<String> = known.primary_key.iter().map(renamed).collect();
    // A table without a key gets one, which is another effect.
    key.is_empty() && known.complete || named.next().is_some_and(|last| last.is_over(&key))
}

/// Whether the column is the key and its values get another form.
fn retyped_key(impact: &Impact) -> bool {
    let change = impact.change();
    let Some(column) = change.column.as_deref() else { return false };
    let Some(known) = impact.known(column).filter(|known| known.primary_key) else { return false };
    let (Some(old), Some(new)) = (&known.sql_type, &change.sql_type) else { return false };
    let conversion = ColumnType::of(old).to(&ColumnType::of(new));
    !matches!(conversion, Conversion::Same | Conversion::Wider)
}
