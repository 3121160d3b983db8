//! Rows created from now on fail the filter and are invisible at once.
//!
//! ## Why it matters
//! `create` succeeds, returns a record, and the next query does not find it. A default scope writes
//! its plain equalities into new records, but nothing that is written as SQL, as `where.not`, as a
//! range or as a list; and a database function is never overwritten by a `nil`.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   default_scope { where("active = TRUE") }
//! end
//! # add_column :users, :active, :boolean, null: false, default: false
//! ```
//!
//! ## Safe rollout
//! 1. Give the column a default that passes the filter, or set it where rows are created.
//! 2. Create one row on a copy of production and look for it with the application's own query.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (`create` under a default scope).

use crate::{
    app::FilterKind,
    change::DefaultValue,
    finding::{Effect, Finding, Severity, When},
    impact::{Impact, Turn},
    rules::filter_activated,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "new-rows-hidden", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters() {
        let concerns = match touched.turn {
            // Code that filters by a column which is there already may set it, too.
            Turn::Starts => !impact.change().op.is_of_code(),
            Turn::Changes => {
                impact.change().default != DefaultValue::Unsaid
                    || impact.change().client_default != DefaultValue::Unsaid && !starts_as_before(impact)
            }
            Turn::Stops | Turn::Breaks => false,
        };
        if !concerns
            || touched.filter.kind != FilterKind::Default
            || !impact.hides_new_rows(&touched)
        {
            continue;
        }
        let shown = match &impact.change().default {
            DefaultValue::Function(text) => text.clone(),
            _ => impact.new_row().to_string(),
        };
        let message = format!(
            "new rows of `{}` are invisible at once: `{}` starts as {shown}, and the filter asks for `{}`",
            touched.model.name,
            impact.change().subject(),
            touched.filter.predicate,
        );
        let mut finding = filter_activated::finding(&EFFECT, impact, &touched, message);
        finding.when = When::Later;
        finding.rollout = vec![
            format!("choose a default that passes `{}`", touched.filter.predicate),
            "or set the column wherever rows are created".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}

/// Whether new rows get the value already that the change says again: the models of the base give it,
/// or the migrations before.
fn starts_as_before(impact: &Impact) -> bool {
    let change = impact.change();
    let Some(column) = change.column.as_deref() else { return false };
    let known = impact.app.tables.get(impact.table()).and_then(|table| table.column(column));
    let was = known.map(|known| match (&known.given, &known.default, known.nullable) {
        (DefaultValue::Unsaid, DefaultValue::Unsaid, Some(true)) => &DefaultValue::Null,
        (given, ..) => given,
    });
    let mut attributes = impact.old_models().into_iter().flat_map(|it| it.attributes.iter().flatten());
    was == Some(&change.client_default)
        || impact.before.based
            && attributes.any(|known| {
                known.column.name == column && known.initial == change.client_default
            })
}
