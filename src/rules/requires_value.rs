//! A column must have a value from now on, and the database gives none.
//!
//! ## Why it matters
//! `NOT NULL` without a default is a demand on everyone who writes: the models, imports, fixtures, raw
//! INSERTs and other services. Validations do not know of it: a record that leaves the column out is
//! valid, and its INSERT raises. Where rows hold NULL the migration itself fails.
//!
//! ## Example
//! ```ruby
//! class Invoice < ApplicationRecord
//! end
//! # change_column_null :invoices, :note, false
//! ```
//!
//! ## Safe rollout
//! 1. Let every writer set the column, and deploy that.
//! 2. Fill the rows that hold NULL.
//! 3. Make it NOT NULL, with a check that is validated later where the table is large.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 and Django 5.2.

use crate::{
    app::Model,
    change::{DefaultValue, Op},
    database::Dialect,
    finding::{Confidence, Effect, Evidence, Finding, Severity},
    impact::Impact,
    predicate::Cell,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "requires-value", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let Some(column) = change.column.as_deref() else { return Vec::new() };
    let given = change.default.is_given() || impact.is_set_by_trigger(column);
    if change.nullable != Some(false) || given {
        return Vec::new();
    }
    let known = impact.known(column);
    match change.op {
        Op::AddColumn => {}
        Op::AlterColumn if impact.goes_later(column) => return Vec::new(),
        Op::AlterColumn => {
            // What was NOT NULL before, or had a default that stays, asks for nothing new.
            let Some(known) = known else { return Vec::new() };
            let keeps =
                change.default == DefaultValue::Unsaid && impact.default_of(known).is_given();
            if known.nullable == Some(false) || keeps {
                return Vec::new();
            }
        }
        _ => return Vec::new(),
    }
    let models = impact.old_models();
    let declares = |model: &&Model| {
        let mut attributes = model.attributes.iter().flatten();
        attributes.any(|known| known.column.name == column)
    };
    // The column is there already, whatever a history that is written anew says.
    if change.op == Op::AddColumn && impact.before.based && models.iter().any(declares) {
        return Vec::new();
    }
    let gives = |model: &&Model| {
        let mut attributes = model.attributes.iter().flatten();
        attributes.any(|known| known.column.name == column && known.initial.is_given())
            || model.defaults.iter().any(|(name, _)| name == column)
    };
    if change.op == Op::AlterColumn
        && (change.client_default.is_given() || models.iter().any(gives))
    {
        return Vec::new();
    }
    // What the migration writes into the rows that are there fulfils it; those of a column that is there
    // already hold a value once it has run.
    let is_value = |cell: &Cell| matches!(cell, Cell::NotNull | Cell::Value(_));
    let filled = match change.op {
        Op::AddColumn => change.existing.iter().all(is_value),
        _ => change.filled,
    };
    let rows = match (filled, change.op, impact.app.dialect) {
        (true, ..) => "",
        // MySQL gives the rows that are there a value of its own: 0, or an empty text.
        (false, Op::AddColumn, Some(Dialect::MySql)) => "",
        (false, Op::AddColumn, _) => ", and the migration where the table has rows",
        (false, ..) => ", and a row that holds NULL fails the migration",
    };
    let message = format!(
        "`{}` must have a value from now on: what leaves it out fails{rows}",
        change.subject(),
    );
    let proof = match (models.first(), &change.place) {
        (Some(model), _) => impact.maps(model),
        (None, Some(place)) => Evidence::new("change", place, "no model maps the table"),
        (None, None) => return Vec::new(),
    };
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.table = Some(change.table.clone());
    finding.column = Some(column.to_owned());
    finding.model = models.first().map(|model| model.name.clone());
    if change.op == Op::AlterColumn || models.is_empty() {
        // Whoever writes it may set it already.
        finding.severity = Severity::Medium;
        finding.confidence = Confidence::Likely;
    }
    finding.rollout = vec![
        format!("let every writer set `{column}`, and deploy that"),
        match (filled, change.op) {
            (true, _) => "make it NOT NULL in the release after that",
            (false, Op::AddColumn) => "add it nullable, fill the rows, and make it NOT NULL after that",
            (false, _) => "fill the rows that hold NULL, and make it NOT NULL after that",
        }
        .to_owned(),
    ];
    vec![finding]
}
