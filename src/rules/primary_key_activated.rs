//! A table gets a primary key, or another one: `find`, ordering and updates change their meaning.
//!
//! ## Why it matters
//! Without a key, `find`, `update` and `destroy` fail and `first` has no order. With an `id` they
//! start to work, `to_param` and cache keys appear, and code written around the lack of a key
//! behaves differently.
//!
//! ## Example
//! ```ruby
//! class Setting < ApplicationRecord
//! end
//! # add_column :settings, :id, :primary_key
//! ```
//!
//! ## Safe rollout
//! 1. Look for code that works around the missing key (`update_all`, `delete_all`, `find_by`).
//! 2. On a large table add the column without the constraint first.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (`attribute_methods/primary_key.rb`).

use crate::{
    change::Op,
    finding::{Effect, Evidence, Finding, Severity},
    impact::Impact,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "primary-key-activated", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let typed = change.sql_type.as_deref().is_some_and(|text| text.contains("primary_key"));
    let keyless = impact.app.tables.get(impact.table()).is_some_and(|table| {
        table.complete && !table.columns.iter().any(|column| column.primary_key)
    });
    let arrives = match impact.added() {
        Some("id") => keyless || typed,
        Some(_) => typed,
        None => change.op == Op::ChangePrimaryKey,
    };
    if !arrives {
        return Vec::new();
    }
    let mut findings = Vec::new();
    // Who declares columns declares the key with them, and does not ask the table for it.
    for model in impact.base_models().filter(|model| model.attributes.is_none()) {
        if let Some((key, _)) = &model.primary_key
            && Some(key.as_str()) != impact.added()
        {
            continue;
        }
        let message = format!(
            "`{}` gets a primary key: `find`, the order of `first`, `update` and `destroy` change",
            model.name
        );
        let proof = Evidence::new("class", &model.place, "maps the table");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = impact.added().map(str::to_owned);
        finding.rollout =
            vec!["look for code that works around the missing key before it arrives".to_owned()];
        findings.push(finding);
    }
    findings
}
