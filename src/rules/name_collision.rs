//! The column's generated methods collide with the framework's, or with the model's own.
//!
//! ## Why it matters
//! Active Record defines `column`, `column=`, `column?` and a dozen more. Names that it needs itself raise
//! `DangerousAttributeError` at the first `new` or `first`. A method, association, delegation or
//! accessor of the model's own wins silently: reads go to the method, queries and `pluck` to the
//! column, and writes may go nowhere.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   belongs_to :status
//! end
//! # add_column :users, :status, :string
//! ```
//!
//! ## Safe rollout
//! 1. Choose another name for the column.
//! 2. Or remove what has the name now, and deploy that first.
//!
//! ## Source
//! Names measured on Active Record 6.1, 7.0, 7.2 and 8.1 (`dangerous_attribute_method?`).

use crate::{
    app::Owned,
    finding::{Effect, Evidence, Finding, Severity},
    impact::Impact,
    orm::active_record::model::names::TRACKING,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "name-collision", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = Vec::new();
    for model in impact.base_models() {
        if impact.ignores(model, column) {
            continue;
        }
        let ours = model.orm == "active_record";
        let reserved = impact.app.reserved.get(column).filter(|_| ours);
        let (message, evidence, severity) = if let Some(method) = reserved {
            let message = format!(
                "`{}` cannot be used any more: a column `{column}` would define `{method}`, which Active Record needs itself",
                model.name,
            );
            let proof = Evidence::new("class", &model.place, "raises `DangerousAttributeError` when instantiated");
            (message, proof, Severity::Critical)
        } else if let Some(owner) = owner(&model.names, column) {
            let article = if owner.what.starts_with(['a', 'e', 'o']) { "an" } else { "a" };
            let message = format!(
                "`{}` of `{}` stays {article} {}: it does not reach the column `{}`",
                owner.name,
                model.name,
                owner.what,
                impact.change().subject(),
            );
            // The reader is the column's own; only the question is another.
            let asks = owner.what == "method" && owner.name.ends_with('?');
            let severity = if asks { Severity::Medium } else { Severity::High };
            (message, Evidence::new("definition", &owner.place, "has the name already"), severity)
        } else if let Some(base) = dirty(impact, column).filter(|_| ours) {
            let message = format!(
                "`{column}` of `{}` collides with the change tracking of its column `{base}`",
                model.name,
            );
            let used = model.tracked.iter().find(|(name, _)| name == column);
            let proof = match used {
                Some((_, place)) => {
                    Evidence::new("use", place, format!("means the old value of `{base}` so far"))
                }
                None => {
                    let says = format!("tracks changes of `{base}` by that name");
                    Evidence::new("class", &model.place, says)
                }
            };
            (message, proof, Severity::High)
        } else {
            continue;
        };
        let mut finding = Finding::new(&EFFECT, impact.at, message, evidence);
        finding.severity = severity;
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec!["choose another name for the column".to_owned()];
        if severity != Severity::Critical {
            finding
                .rollout
                .push("or remove what has the name now, and deploy that first".to_owned());
        }
        findings.push(finding);
    }
    findings
}

/// What of the model has the name of a generated method and is not made for the column.
fn owner<'a>(names: &'a [Owned], column: &str) -> Option<&'a Owned> {
    let reader = names.iter().find(|owned| owned.name == column);
    if let Some(owned) = reader {
        return (!owned.wraps).then_some(owned);
    }
    let writer = format!("{column}=");
    let predicate = format!("{column}?");
    names.iter().find(|owned| {
        !owned.wraps
            && (owned.name == writer
                || (owned.name == predicate && matches!(owned.what, "enum value" | "method")))
    })
}

/// The other column whose change tracking has this name, as `price_was` has for `price`.
fn dirty<'a>(impact: &'a Impact, column: &str) -> Option<&'a str> {
    let base = TRACKING.iter().find_map(|suffix| column.strip_suffix(suffix))?;
    let table = impact.app.tables.get(impact.table())?;
    table.column(base).map(|known| known.name.as_str())
}
