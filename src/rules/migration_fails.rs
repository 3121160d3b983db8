//! Rows that exist cannot satisfy the migration, which works on an empty table only.
//!
//! ## Why it matters
//! It runs in development and in tests, where the table is empty or small, and stops in production, with
//! the deployment half done: on databases whose DDL is not part of a transaction with half of its steps.
//!
//! ## Example
//! ```prisma
//! model User {
//!   id        Int      @id @default(autoincrement())
//!   updatedAt DateTime @updatedAt
//!
//!   @@map("users")
//! }
//! # ALTER TABLE "users" ADD COLUMN "updatedAt" TIMESTAMP(3) NOT NULL;
//! ```
//!
//! ## Safe rollout
//! 1. Give the column a default, or add it nullable.
//! 2. Fill it with values that satisfy the constraint.
//! 3. Add the constraint in a later step.
//!
//! ## Source
//! PostgreSQL and SQLite refuse `NOT NULL` without a default over rows; measured with Prisma
//! (`@updatedAt`, `@default(uuid())` are the client's alone) and Django 5.2 (a callable default is
//! called once for all rows; a check through a filtered manager sees no hidden duplicates).

use crate::{
    app::FilterKind,
    change::{Change, DefaultValue, Op},
    database::Dialect,
    finding::{Confidence, Effect, Evidence, Finding, Severity},
    impact::{Impact, objects::same},
    predicate::{Cell, Predicate},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "migration-fails", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    match impact.change().op {
        Op::AddColumn => {
            let mut findings = Vec::new();
            findings.extend(unfilled(impact));
            findings.extend(misplaced(impact));
            findings
        }
        Op::AddUnique => {
            let found = alike(impact).or_else(|| hidden_duplicates(impact));
            found.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// A column that may not be NULL and is, in every row.
fn unfilled(impact: &Impact) -> Option<Finding> {
    let change = impact.change();
    let column = change.column.as_deref()?;
    let none = |value: &DefaultValue| matches!(value, DefaultValue::Unsaid | DefaultValue::Null);
    let empty = matches!(change.existing.as_slice(), [] | [Cell::Unknown | Cell::Null]);
    if change.nullable != Some(false) || !none(&change.default) || !empty || change.filled {
        return None;
    }
    let message = format!(
        "the migration fails as soon as `{}` has rows: `{column}` is NOT NULL, and they get no value",
        change.table,
    );
    let mut finding = of_rows(impact, message)?;
    finding.column = Some(column.to_owned());
    finding.rollout = vec![
        "give the column a default, or add it nullable".to_owned(),
        "fill it, and make it NOT NULL after that".to_owned(),
    ];
    Some(finding)
}

/// A column that is put behind one which the table does not have. MySQL alone knows of such places.
fn misplaced(impact: &Impact) -> Option<Finding> {
    let change = impact.change();
    let behind = change.after.as_deref()?;
    let table = impact.app.tables.get(impact.table())?;
    let comes = impact.changes.iter().take(impact.at).any(|other| {
        let names = [&other.column, &other.to];
        same(&other.table, &change.table)
            && names.into_iter().flatten().any(|name| same(name, behind))
    });
    let known = table.columns.iter().any(|column| same(&column.name, behind));
    let elsewhere = matches!(impact.app.dialect, Some(Dialect::Postgres | Dialect::Sqlite));
    if !table.complete || known || comes || elsewhere {
        return None;
    }
    let message = format!(
        "the migration fails in MySQL: `{}` is put behind `{behind}`, which `{}` does not have",
        change.column.as_deref()?,
        change.table,
    );
    let proof = Evidence::new("table", table.place.as_ref()?, format!("makes it without `{behind}`"));
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.table = Some(change.table.clone());
    finding.column.clone_from(&change.column);
    finding.confidence = Confidence::Likely;
    finding.rollout = vec!["name a column that is there, or none".to_owned()];
    Some(finding)
}

/// A unique column that holds the same value in every row.
fn alike(impact: &Impact) -> Option<Finding> {
    let change = impact.change();
    if change.condition.is_some() || change.columns.is_empty() {
        return None;
    }
    let added = |column: &String| {
        impact.changes.iter().find(|other| {
            other.op == Op::AddColumn
                && other.table == change.table
                && other.column.as_ref() == Some(column)
        })
    };
    let steps: Option<Vec<&Change>> = change.columns.iter().map(added).collect();
    let steps = steps?;
    let same = |step: &&Change| match step.existing.as_slice() {
        [Cell::Value(_)] => true,
        // What the application gives is asked once, and the database for each row.
        [Cell::NotNull] if !step.filled => {
            matches!(step.client_default, DefaultValue::Function(_))
                && matches!(step.default, DefaultValue::Unsaid | DefaultValue::Null)
                && step.reader == "django"
        }
        _ => false,
    };
    if !steps.iter().all(same) {
        return None;
    }
    let columns = change.columns.join("`, `");
    let message = format!(
        "the migration fails as soon as `{}` has two rows: `{columns}` gets the same value in each, and must be unique",
        change.table,
    );
    let mut finding = of_rows(impact, message)?;
    for place in steps.iter().filter_map(|step| step.place.as_ref()) {
        if Some(place) != change.place.as_ref() {
            let says = "gives every row the same value";
            finding.evidence.push(Evidence::new("change", place, says));
        }
    }
    finding.column = change.columns.first().cloned();
    finding.rollout = vec![
        "add the column nullable and without the constraint".to_owned(),
        "give each row a value of its own, and make it unique after that".to_owned(),
    ];
    Some(finding)
}

/// Rows that the application does not see, and the constraint does.
fn hidden_duplicates(impact: &Impact) -> Option<Finding> {
    let change = impact.change();
    let is_new = |column: &String| {
        impact.changes.iter().any(|other| {
            other.op == Op::AddColumn
                && other.table == change.table
                && other.column.as_ref() == Some(column)
        })
    };
    if change.condition.is_some() || change.columns.is_empty() || change.columns.iter().any(is_new) {
        return None;
    }
    let (model, filter) = impact.base_models().find_map(|model| {
        let hides = |filter: &&crate::app::Filter| {
            filter.kind == FilterKind::Default
                && filter.predicate != Predicate::All(Vec::new())
                && filter.guards.is_empty()
        };
        Some((model, model.filters.iter().find(hides)?))
    })?;
    // A filter by a column of the constraint keeps the values apart.
    let apart = filter.predicate.subjects().iter().any(|subject| {
        change.columns.iter().any(|column| column.eq_ignore_ascii_case(&subject.column.name))
    });
    if apart {
        return None;
    }
    let message = format!(
        "the migration fails if a row that `{}` hides has the same `{}` as another: a look through the model does not see it",
        model.name,
        change.columns.join("`, `"),
    );
    let says = format!("keeps only `{}`", filter.predicate);
    let proof = Evidence::new("default-filter", &filter.place, says);
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    for (how, place) in &filter.via {
        finding.evidence.push(Evidence::new("via", place, how.clone()));
    }
    let declared = model.attributes.iter().flatten();
    let columns = declared.filter(|known| change.columns.contains(&known.column.name));
    for place in columns.filter_map(|known| known.column.place.as_ref()) {
        finding.evidence.push(Evidence::new("column", place, "must be unique"));
    }
    finding.model = Some(model.name.clone());
    finding.table = Some(change.table.clone());
    finding.column = change.columns.first().cloned();
    finding.severity = Severity::Medium;
    finding.confidence = Confidence::Likely;
    finding.rollout = vec![
        "count duplicates among all rows, also those that the filter hides".to_owned(),
        format!("or let the constraint hold for `{}` alone", filter.predicate),
    ];
    Some(finding)
}

/// A finding about the rows of a table that has a model, and so has rows.
fn of_rows(impact: &Impact, message: String) -> Option<Finding> {
    let model = impact.old_models().into_iter().next()?;
    let place = impact.here(model, &model.place);
    let proof = Evidence::new("class", &place, "keeps its rows in the table");
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    // Whether there are rows is not known.
    finding.confidence = Confidence::Likely;
    Some(finding)
}
