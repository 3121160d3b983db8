//! Rows that a filter hid appear again, because its column goes or its gate closes.
//!
//! ## Why it matters
//! Deleted accounts, withdrawn posts and other tenants' rows come back to every query at once. Where
//! the filter is guarded by a test of the column, no error says so: the filter is simply gone.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
//! end
//! # rename_column :users, :deleted_at, :archived_at
//! ```
//!
//! ## Safe rollout
//! 1. Delete or move the hidden rows first, or let the filter read the new column before the old goes.
//! 2. Compare `Model.count` before and after on a copy of production.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1.

use crate::{
    app::FilterKind,
    finding::{Confidence, Effect, Evidence, Finding, Rows, Severity},
    impact::{Impact, Turn},
    rules::filter_activated,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "rows-revealed", severity: Severity::Critical };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters() {
        if touched.turn != Turn::Stops || matches!(touched.filter.kind, FilterKind::Delete(_)) {
            continue;
        }
        let of_code = impact.change().op.is_of_code();
        if of_code && touched.rows == Rows::None {
            continue;
        }
        let governed = filter_activated::governed(&touched);
        let message = match of_code {
            true => format!(
                "rows that `{governed}` hid appear again: its queries no longer ask for `{}`",
                touched.filter.predicate,
            ),
            false => format!(
                "rows that `{governed}` hid appear again: with `{}` {} its filter `{}` is gone",
                impact.change().subject(),
                if impact.removed().is_some() { "gone" } else { "there" },
                touched.filter.predicate,
            ),
        };
        let mut finding = filter_activated::finding(&EFFECT, impact, &touched, message);
        if of_code {
            // Other code may ask for it now, and there may be no such row.
            finding.severity = Severity::High;
        }
        for evidence in &mut finding.evidence {
            if evidence.role == "gate" {
                "closes with this change".clone_into(&mut evidence.says);
            }
        }
        finding.rows = Some(Rows::Unknown);
        finding.rollout = vec![
            "delete or move the hidden rows first, or let the filter read another column".to_owned(),
            match touched.model.orm {
                "active_record" => format!(
                    "compare `{}.count` before and after on a copy of production",
                    touched.model.name
                ),
                _ => "count the rows before and after on a copy of production".to_owned(),
            },
        ];
        findings.push(finding);
    }
    findings.extend(subclasses(impact));
    findings.extend(unmarked(impact));
    findings
}

/// What told deleted rows from the others goes, and no filter is left that would fail.
fn unmarked(impact: &Impact) -> Option<Finding> {
    let models = impact.unmarked();
    let model = models.first()?;
    let message = format!(
        "rows that are marked in `{}` appear among the others: nothing tells them apart any more",
        impact.change().subject(),
    );
    let says = "asks for no such column, and so for every row";
    let proof = Evidence::new("class", &model.place, says);
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = impact.removed().map(str::to_owned);
    finding.rows = Some(Rows::Unknown);
    finding.severity = Severity::High;
    finding.confidence = Confidence::Likely;
    finding.rollout =
        vec!["delete or move the marked rows first, and count them on a copy of production".to_owned()];
    Some(finding)
}

/// Without the inheritance column a subclass sees the rows of all others.
fn subclasses(impact: &Impact) -> Option<Finding> {
    let column = impact.removed()?;
    let base = impact.base_models().find(|model| {
        model.inheritance_column.as_ref().is_some_and(|(name, _)| name == column)
    })?;
    let shared: Vec<_> = impact.models().filter(|model| model.parent.is_some()).collect();
    let (first, rest) = shared.split_first()?;
    let names = match rest.len() {
        0 => format!("`{}`, a subclass of `{}`, sees", first.name, base.name),
        n => format!("`{}` and {n} other subclasses of `{}` see", first.name, base.name),
    };
    let message = format!("{names} all rows of `{}` once `{column}` is gone", impact.table());
    let proof = Evidence::new("class", &first.place, "nothing tells its rows from the others");
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.model = Some(first.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = Some(column.to_owned());
    finding.rows = Some(Rows::Unknown);
    finding
        .evidence
        .extend(rest.iter().map(|model| Evidence::new("class", &model.place, "the same")));
    finding.rollout =
        vec!["move the subclasses to tables of their own, or give them another column".to_owned()];
    Some(finding)
}
