//! A default scope writes its values into every new record, over the column's default.
//!
//! ## Why it matters
//! `where(active: true)` in a default scope is also an attribute of `new`, `create`, `build` and
//! `insert_all`: a column that is meant to start as FALSE starts as TRUE, and nobody wrote that.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   default_scope { where(active: true) }
//! end
//! # add_column :users, :active, :boolean, null: false, default: false
//! ```
//!
//! ## Safe rollout
//! 1. Write the filter so that it does not leak (`where("active = TRUE")`), or choose the same default.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (`scope_for_create`; hashes and Arel equalities).

use crate::{
    app::FilterKind,
    change::DefaultValue,
    finding::{Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Turn},
    predicate::Cell,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "create-attributes-injected", severity: Severity::Medium };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters() {
        if touched.turn != Turn::Starts || touched.filter.kind != FilterKind::Default {
            continue;
        }
        let Some(value) = impact.written(&touched) else { continue };
        let value = value.map_or_else(|| "NULL".to_owned(), |value| value.to_string());
        let default = match impact.new_row() {
            Cell::Unknown => "what is given".to_owned(),
            cell => cell.to_string(),
        };
        let (model, subject) = (&touched.model.name, impact.change().subject());
        // A default that the database computes is used where NULL is all that there is.
        let change = impact.change();
        let refused = value == "NULL"
            && change.nullable == Some(false)
            && !matches!(change.default, DefaultValue::Function(_));
        let message = match refused {
            true => format!(
                "a new `{model}` that is not given `{subject}` cannot be saved: the default scope writes NULL into a column that is NOT NULL"
            ),
            false => format!(
                "every new `{model}` gets `{subject}` = {value} from the default scope instead of {default}"
            ),
        };
        let proof = Evidence::new(
            "default-scope",
            &touched.filter.place,
            format!("also writes {value} into new records"),
        );
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        for (how, place) in &touched.filter.via {
            finding.evidence.push(Evidence::new("via", place, how.clone()));
        }
        finding.model = Some(touched.model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = impact.added().map(str::to_owned);
        finding.when = When::Later;
        finding.confidence = touched.confidence;
        finding.rollout =
            vec!["give the column the same default, or write the filter as SQL text".to_owned()];
        findings.push(finding);
    }
    findings
}
