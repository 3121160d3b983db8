//! A foreign key, a check or an index names the column or the table that changes.
//!
//! ## Why it matters
//! PostgreSQL drops an index or a check together with any column that it names: what it said of the
//! other columns is no longer so, and nothing says it. MySQL takes the column out of the index, which may
//! then be unique over what is left, and neither lets a table go that foreign keys point to.
//!
//! ## Example
//! ```sql
//! CREATE UNIQUE INDEX seats ON bookings (room, seat) WHERE cancelled_at IS NULL;
//! # ALTER TABLE bookings DROP COLUMN cancelled_at
//! ```
//!
//! ## Safe rollout
//! 1. Say in the migration what becomes of the constraint: drop it by name, or make it anew over the
//!    other columns.
//! 2. Drop the column after that.
//!
//! ## Source
//! <https://www.postgresql.org/docs/current/sql-altertable.html>,
//! <https://dev.mysql.com/doc/refman/8.4/en/alter-table.html>; measured with PostgreSQL 15, MariaDB 10.11
//! and SQLite 3.40.

use crate::{
    change::Op,
    database::{Dialect, Object, ObjectKind},
    finding::{Confidence, Effect, Finding, Severity, When},
    impact::{Impact, objects::same},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "constraint-depends", severity: Severity::Medium };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let is_ours = |object: &Object| {
        matches!(
            object.kind,
            ObjectKind::Check | ObjectKind::ForeignKey | ObjectKind::Unique | ObjectKind::Index
        )
    };
    let mut objects = impact.objects();
    objects.retain(is_ours);
    let mut told: Vec<Finding> = Vec::new();
    for object in &objects {
        let finding = match impact.change().op {
            Op::DropColumn => dropped(impact, object),
            Op::DropTable => without_table(impact, object),
            Op::AlterColumn => altered(impact, object),
            _ => None,
        };
        let known = |finding: &Finding| told.iter().any(|known| known.message == finding.message);
        told.extend(finding.filter(|finding| !known(finding)));
    }
    told
}

fn of_table(impact: &Impact, object: &Object) -> bool {
    object.table.as_deref().is_some_and(|table| same(table, impact.table()))
}

/// The columns of the table that a constraint names, and whether that is all.
fn named(object: &Object) -> Vec<String> {
    let mut names = object.columns.clone();
    names.extend(object.body.mentions.iter().map(|mention| mention.column.clone()));
    let mut seen = Vec::new();
    names.retain(|name| {
        let new = !seen.contains(name);
        seen.push(name.clone());
        new
    });
    names
}

/// `unique index over `room`, `seat``, or the name that it has.
fn called(object: &Object) -> String {
    let noun = object.kind.noun();
    if !object.name.is_empty() {
        return format!("{noun} `{}`", object.name);
    }
    let columns: Vec<String> = named(object).iter().map(|name| format!("`{name}`")).collect();
    format!("{noun} over {}", columns.join(", "))
}

/// A constraint over several columns goes with one of them.
fn dropped(impact: &Impact, object: &Object) -> Option<Finding> {
    let column = impact.removed()?;
    let is = |name: &String| name.eq_ignore_ascii_case(column);
    let names = named(object);
    // What the condition of an index names is no part of what it keeps.
    let kept = if object.columns.is_empty() { &names } else { &object.columns };
    // Nothing is lost of what goes as well.
    let goes = |name: &&String| {
        impact.changes.iter().any(|step| {
            let gone = step.column.as_ref().is_some_and(|gone| gone.eq_ignore_ascii_case(name));
            step.op == Op::DropColumn && same(&step.table, impact.table()) && gone
        })
    };
    let others = kept.iter().filter(|name| !is(name) && !goes(name));
    let others: Vec<String> = others.map(|name| format!("`{name}`")).collect();
    if !of_table(impact, object) || !names.iter().any(is) || others.is_empty() {
        return None;
    }
    let (called, others) = (called(object), others.join(", "));
    let dialect = impact.dialect(object);
    let lost = match object.kind {
        ObjectKind::Unique => format!("nothing keeps {others} unique any more"),
        ObjectKind::Check => format!("{others} may then hold what it forbids"),
        ObjectKind::ForeignKey => format!("{others} may then point to nothing"),
        _ => format!("queries by {others} lose it"),
    };
    let keyed = object.columns.iter().any(is);
    let message = match (dialect, object.kind) {
        (Some(Dialect::Postgres), _) => {
            format!("{called} goes with `{}`: {lost}", impact.change().subject())
        }
        (Some(Dialect::MySql), ObjectKind::Unique) if keyed => format!(
            "{called} goes on without `{column}` and has to be unique over {others} alone; MariaDB refuses"
        ),
        (Some(Dialect::MySql), ObjectKind::Index) if keyed => {
            format!("{called} goes on without `{column}`, over {others} alone")
        }
        (Some(dialect), _) => format!(
            "the migration fails: {} does not drop `{}` while {called} names it",
            dialect.name(),
            impact.change().subject()
        ),
        (None, _) => format!(
            "{called} names `{}`: PostgreSQL drops both, and {lost}; MySQL and SQLite may refuse",
            impact.change().subject()
        ),
    };
    let mut finding = impact.told(&EFFECT, object, message, format!("names `{column}`"))?;
    if object.kind == ObjectKind::Index {
        finding.severity = Severity::Low;
    }
    finding.rollout = vec![format!(
        "say in the migration what becomes of it: drop the {} by name, or make one over {others}",
        object.kind.noun()
    )];
    Some(finding)
}

/// Rows of another table point to the table that goes.
fn without_table(impact: &Impact, object: &Object) -> Option<Finding> {
    let table = impact.table();
    let (target, _) = object.target.as_ref()?;
    let own = object.table.as_deref()?;
    // Both go, or the key goes by itself.
    let goes = impact.changes.iter().enumerate().any(|(at, change)| {
        same(impact.name_then(at), own)
            && match change.op {
                Op::DropTable => true,
                Op::DropColumn => {
                    change.column.as_ref().is_some_and(|name| object.columns.contains(name))
                }
                _ => false,
            }
    });
    if !same(target, table) || same(own, table) || goes {
        return None;
    }
    let columns = object.columns.join(", ");
    let message = match impact.dialect(object) {
        _ if impact.change().cascade => format!(
            "dropping `{table}` with CASCADE drops the foreign key of `{own}` ({columns}), whose values then point to nothing"
        ),
        Some(Dialect::Sqlite) => {
            format!("`{own}` ({columns}) points to `{table}`, which goes: writes of such rows fail")
        }
        Some(dialect) => format!(
            "the migration fails: {} does not drop `{table}` while `{own}` ({columns}) points to it",
            dialect.name()
        ),
        None => format!("`{own}` ({columns}) points to `{table}`, which goes"),
    };
    let mut finding = impact.told(&EFFECT, object, message, format!("points to `{table}`"))?;
    finding.column = None;
    finding.rollout = vec![format!("drop the foreign key of `{own}` first, and see what its values mean")];
    Some(finding)
}

/// A key that is set to NULL when its row goes, in a column that no longer takes NULL.
fn altered(impact: &Impact, object: &Object) -> Option<Finding> {
    let change = impact.change();
    let column = change.column.as_deref()?;
    let (target, Some(action)) = object.target.as_ref()? else { return None };
    let ours = of_table(impact, object)
        && object.columns.iter().any(|name| name.eq_ignore_ascii_case(column));
    if !ours || change.nullable != Some(false) || action != "SET NULL" {
        return None;
    }
    let known = impact.app.tables.get(impact.table()).and_then(|table| table.column(column));
    if known.is_some_and(|known| known.nullable == Some(false)) {
        return None;
    }
    let message = match impact.dialect(object) {
        Some(Dialect::MySql) => format!(
            "the migration fails: MySQL does not make `{}` NOT NULL while its foreign key is ON DELETE SET NULL",
            change.subject()
        ),
        _ => format!(
            "deleting rows of `{target}` fails where rows of `{}` point to them: `{column}` is to be set to NULL, and no longer can be",
            impact.table()
        ),
    };
    let says = format!("sets `{column}` to NULL when the row of `{target}` goes");
    let mut finding = impact.told(&EFFECT, object, message, says)?;
    finding.severity = Severity::High;
    finding.confidence = Confidence::Certain;
    finding.when = When::Later;
    finding.rollout =
        vec!["make the foreign key anew with another ON DELETE in the same migration".to_owned()];
    Some(finding)
}
