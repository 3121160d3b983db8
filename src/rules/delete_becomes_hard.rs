//! Deletes start to erase: the column that kept deleted rows goes.
//!
//! ## Why it matters
//! `destroy` falls back to DELETE without an error. What users could restore yesterday is erased
//! today, with its children.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   acts_as_paranoid if column_names.include?("deleted_at")
//! end
//! # remove_column :users, :deleted_at
//! ```
//!
//! ## Safe rollout
//! 1. Remove the soft delete from the code first, and decide who may still delete.
//! 2. Drop the column in a later release.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 and permanent_records 7.

use crate::{
    app::access::{Access, AccessKind},
    finding::{Confidence, Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Turn},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "delete-becomes-hard", severity: Severity::Critical };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let of_code = impact.change().op.is_of_code();
    let mut findings: Vec<Finding> = Vec::new();
    for touched in impact.filters() {
        let Some(column) = touched.filter.soft_delete.as_deref() else { continue };
        // An override without a gate fails loudly; that is another effect.
        let falls_back = touched.gate.is_some() || touched.filter.everywhere;
        let stops = of_code || (impact.removed() == Some(column) && falls_back);
        if touched.turn != Turn::Stops || !stops {
            continue;
        }
        let told = |known: &Finding| known.model.as_deref() == Some(&touched.model.name);
        if of_code && findings.iter().any(told) {
            continue;
        }
        let message = match of_code {
            true => format!(
                "deleting a `{}` erases the row from now on: nothing sets `{}.{column}` any more",
                touched.model.name,
                impact.table(),
            ),
            false => format!(
                "deleting a `{}` erases the row from now on: `{}` is gone",
                touched.model.name,
                impact.change().subject(),
            ),
        };
        let says = match of_code {
            true => format!("set `{column}` instead of deleting at the base"),
            false => format!("set `{column}` as long as it existed"),
        };
        let proof = Evidence::new("delete", &touched.filter.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        if let Some(gate) = touched.gate {
            finding.evidence.push(Evidence::new("gate", &gate.place, "closes with the column"));
        }
        finding.model = Some(touched.model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.when = When::Later;
        finding.rollout = vec![
            match of_code {
                true => "decide what happens to rows that are marked as deleted".to_owned(),
                false => "remove the soft delete from the code first".to_owned(),
            },
            match of_code {
                true => "look what deleting does to children and to files now".to_owned(),
                false => "drop the column in a later release".to_owned(),
            },
        ];
        findings.push(finding);
    }
    findings.extend(unmarked(impact));
    findings
}

/// Deletes erase where the mark of deleted rows goes.
fn unmarked(impact: &Impact) -> Option<Finding> {
    let (model, first, rest) = impact.unmarked().into_iter().find_map(|model| {
        let deletes = |access: &&Access| access.kind == AccessKind::Deletes;
        let mut accesses = impact.accesses(model).filter(deletes);
        let first = accesses.next()?;
        Some((model, first, accesses.take(SHOWN).collect::<Vec<_>>()))
    })?;
    let message = format!(
        "deleting a `{}` erases the row: `{}`, which marked deleted rows, is gone",
        model.name,
        impact.change().subject(),
    );
    let says = "deletes for good from now on";
    let proof = Evidence::new("delete", &first.place, says);
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.evidence.extend(rest.iter().map(|it| Evidence::new("delete", &it.place, says)));
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = impact.removed().map(str::to_owned);
    finding.when = When::Later;
    finding.severity = Severity::High;
    finding.confidence = Confidence::Likely;
    finding.rollout = vec!["decide who may still delete before the column is dropped".to_owned()];
    Some(finding)
}

/// How many further places are shown.
const SHOWN: usize = 5;
