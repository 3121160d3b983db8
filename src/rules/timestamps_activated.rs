//! The ORM starts, or stops, to write a timestamp by itself.
//!
//! ## Why it matters
//! `created_at`, `created_on`, `updated_at` and `updated_on` are filled by name. `updated_at` also
//! becomes part of every cache key: adding it invalidates each cached fragment of the model once,
//! dropping it lets caches live for ever.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//! end
//! # add_column :users, :updated_at, :datetime
//! ```
//!
//! ## Safe rollout
//! 1. Backfill the column if anything orders or filters by it.
//! 2. Expect one wave of cache misses.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (`timestamp.rb`, `integration.rb`).

use crate::{
    finding::{Effect, Evidence, Finding, Severity, When},
    impact::Impact,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "timestamps-activated", severity: Severity::Low };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (column, starts) in [(impact.added(), true), (impact.removed(), false)] {
        let Some(column) = column else { continue };
        for model in impact.base_models() {
            if !model.keeps_timestamp(column) || impact.ignores(model, column) {
                continue;
            }
            let caches = if column.starts_with("updated") { ", and cache keys change" } else { "" };
            let message = match starts {
                true => format!("saving a `{}` writes `{column}` from now on{caches}", model.name),
                false => format!("saving a `{}` no longer writes `{column}`{caches}", model.name),
            };
            let proof = Evidence::new("class", &model.place, "maps the table and keeps timestamps");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            finding.model = Some(model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.when = When::Later;
            finding.rollout = vec![match starts {
                true => "backfill the column if anything orders, filters or caches by it".to_owned(),
                false => "look for what orders, filters or caches by it".to_owned(),
            }];
            findings.push(finding);
        }
    }
    findings.extend(impact.added().into_iter().flat_map(|column| declared(impact, column)));
    findings
}

/// What models declare that the ORM writes by itself.
fn declared(impact: &Impact, column: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for model in impact.base_models().filter(|model| !impact.ignores(model, column)) {
        let Some((_, place)) = model.stamps.iter().find(|(name, _)| name == column) else {
            continue;
        };
        let message = format!("saving a `{}` writes `{column}` from now on", model.name);
        let proof = Evidence::new("class", place, "the ORM writes it by itself");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.when = When::Later;
        finding.rollout =
            vec!["give rows that exist, and what else writes the table, a value".to_owned()];
        findings.push(finding);
    }
    findings
}
