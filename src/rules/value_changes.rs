//! The same code gets another value: the column has another type, or another default.
//!
//! ## Why it matters
//! Nothing raises. A boolean that became a string is true where it says "false"; a number that became
//! a text no longer equals the number it is compared with; a record that is made without the column
//! starts its life with another value than the code below it expects.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   scope :active, -> { where(active: true) }
//! end
//! # change_column :users, :active, :string
//! ```
//!
//! ## Safe rollout
//! 1. Add a column of the new type, fill it, and write both.
//! 2. Move the readers over, one after the other, with tests of what they compare.
//! 3. Drop the old column in a later release.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (types of attributes, defaults of new records) and Django 5.

use crate::{
    change::{DefaultValue, Op},
    finding::{Confidence, Effect, Finding, Severity, When},
    impact::Impact,
    uses::{How, Use},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "value-changes", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    if impact.change().op != Op::AlterColumn {
        return Vec::new();
    }
    retyped(impact).or_else(|| new_default(impact)).unwrap_or_default()
}

/// Code that reads, compares or declares a column of another type.
fn retyped(impact: &Impact) -> Option<Vec<Finding>> {
    let change = impact.change();
    let (column, new) = (change.column.as_deref()?, change.sql_type.as_deref()?);
    let old = impact.app.tables.get(impact.table())?.column(column)?.sql_type.as_deref()?;
    if kind(old) == kind(new) {
        return None;
    }
    let reads = |used: &Use| {
        matches!(
            used.how,
            How::Read | How::Filter | How::Lack | How::Order | How::Declare | How::Sql | How::Template | How::Bypass
        )
    };
    let says = |used: &Use| match used.how {
        How::Filter | How::Lack => "compares it",
        How::Declare => "declares what it holds",
        How::Order => "puts rows in order by it",
        _ => "reads it",
    };
    let subject = change.subject();
    let message =
        |places: &str, s: &str| format!("`{subject}` turns from {old} into {new}, and {places} read{s} it");
    let mut findings = impact.used(&EFFECT, reads, says, message);
    for finding in &mut findings {
        if finding.confidence == Confidence::Likely {
            finding.severity = Severity::Low;
        }
        finding.rollout = vec![
            "check what these places compare it with, and how they convert it".to_owned(),
            "or add a column of the new type, write both, and move the readers over".to_owned(),
        ];
    }
    Some(findings)
}

/// Code that makes records, or depends on what a new one holds.
fn new_default(impact: &Impact) -> Option<Vec<Finding>> {
    let change = impact.change();
    if change.default == DefaultValue::Unsaid || change.sql_type.is_some() {
        return None;
    }
    let depends = |used: &Use| matches!(used.how, How::Declare | How::Read | How::Filter);
    let says = |used: &Use| match used.how {
        How::Declare => "expects something of it",
        _ => "reads what a new record holds",
    };
    let subject = change.subject();
    let message =
        |places: &str, s: &str| format!("new records get another `{subject}`, and {places} depend{s} on it");
    let mut findings = impact.used(&EFFECT, depends, says, message);
    findings.retain(|finding| finding.confidence == Confidence::Certain);
    for finding in &mut findings {
        finding.when = When::Later;
        finding.severity = Severity::Medium;
        finding.rollout =
            vec!["set the value in the code that needs it, before the default changes".to_owned()];
    }
    Some(findings)
}

/// Types among which a value stays what it is.
fn kind(sql_type: &str) -> &'static str {
    let lower = sql_type.to_ascii_lowercase();
    let name = lower.split(['(', ' ', ':']).find(|part| !part.is_empty()).unwrap_or_default();
    match name {
        "bool" | "boolean" | "tinyint" => "truth",
        "int" | "integer" | "bigint" | "smallint" | "serial" | "bigserial" | "int4" | "int8"
        | "mediumint" | "biginteger" => "number",
        "float" | "double" | "real" => "approximate number",
        "decimal" | "numeric" | "money" => "exact number",
        "string" | "text" | "varchar" | "char" | "character" | "citext" | "mediumtext"
        | "longtext" | "tinytext" | "nvarchar" => "text",
        "date" => "day",
        "datetime" | "timestamp" | "timestamptz" => "time",
        "json" | "jsonb" | "hstore" => "document",
        _ => "another",
    }
}
