//! A filter of the model names a column that is gone: every query through it raises.
//!
//! ## Why it matters
//! A default scope is part of every query. When its column goes, nothing of the model can be read
//! or created, and the error names the column, not the change that removed it.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   default_scope { where(status: "active") }
//! end
//! # remove_column :users, :status
//! ```
//!
//! ## Safe rollout
//! 1. Remove the filter and deploy.
//! 2. Drop the column in a later release.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (a default scope on a dropped column).

use crate::{
    app::FilterKind,
    finding::{Effect, Finding, Severity},
    impact::{Impact, Turn},
    rules::filter_activated,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "breaks-at-use", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters() {
        if touched.turn != Turn::Breaks || matches!(touched.filter.kind, FilterKind::Delete(_)) {
            continue;
        }
        let message = format!(
            "every query of `{}` raises: its filter reads `{}`",
            filter_activated::governed(&touched),
            impact.change().subject(),
        );
        let mut finding = filter_activated::finding(&EFFECT, impact, &touched, message);
        if touched.filter.kind == FilterKind::Default {
            finding.severity = Severity::Critical;
        }
        finding.rollout = vec![
            match impact.added() {
                Some(name) => format!("let the filter read `{name}` as soon as it is there"),
                None => "remove the filter and deploy".to_owned(),
            },
            match impact.added() {
                Some(_) => "or keep both names until the old code is gone".to_owned(),
                None => "drop the column in a later release".to_owned(),
            },
        ];
        findings.push(finding);
    }
    findings
}
