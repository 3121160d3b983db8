//! Reads raise: a filter names a column that is gone, or rows do not tell what class they belong to.
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
//! Measured with Active Record 6.1 to 8.1 (a default scope on a dropped column) and with SQLAlchemy
//! 2.0 (`polymorphic_on` that is NULL).

use crate::{
    app::{FilterKind, Model},
    finding::{Effect, Evidence, Finding, Severity},
    impact::{Impact, Turn},
    predicate::Cell,
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
    findings.extend(rows_of_no_class(impact));
    findings
}

/// Reads that raise because a row does not tell which class it belongs to.
fn rows_of_no_class(impact: &Impact) -> Option<Finding> {
    let column = impact.added()?;
    let cells = &impact.change().existing;
    if !cells.contains(&Cell::Null) {
        return None;
    }
    let reads = |model: &&Model| {
        let own = model.inheritance_column.as_ref();
        model.refuses_null && own.is_some_and(|(name, _)| name == column)
    };
    let model = impact.base_models().find(|model| reads(model) && !impact.ignores(model, column))?;
    let message = format!(
        "reading {} of `{}` as `{}` raises: `{column}` is NULL and tells no class",
        if cells.len() == 1 { "any existing row" } else { "some of the existing rows" },
        impact.table(),
        model.name,
    );
    let (_, place) = model.inheritance_column.as_ref()?;
    let says = "names the column that tells classes apart";
    let proof = Evidence::new("setting", place.as_ref().unwrap_or(&model.place), says);
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.severity = Severity::Critical;
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = Some(column.to_owned());
    finding.rollout = vec![
        match &model.identity {
            Some((identity, _)) => format!(
                "fill `{column}` in the same migration: {identity} for rows that are a `{}`",
                model.name
            ),
            None => format!("fill `{column}` with identities of classes in the same migration"),
        },
        "deploy the code that maps it after that".to_owned(),
    ];
    Some(finding)
}
