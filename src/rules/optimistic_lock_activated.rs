//! Saves start, or stop, to fail on concurrent edits: the column of optimistic locking comes or goes.
//!
//! ## Why it matters
//! With `lock_version` every update adds `AND lock_version = …`. Two editors of one record now
//! collide with `StaleObjectError`, `update_column` on a stale copy silently changes nothing
//! (Rails 7.0 and later), and forms without the hidden field always look fresh. When the column goes, the last
//! writer wins again and nobody is told.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//! end
//! # add_column :users, :lock_version, :integer, default: 0, null: false
//! ```
//!
//! ## Safe rollout
//! 1. Rescue `ActiveRecord::StaleObjectError` where records are edited, or set
//!    `self.lock_optimistically = false` until that is done.
//! 2. Add the column with `default: 0, null: false`.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (`locking/optimistic.rb`) and SQLAlchemy 2.0
//! (`version_id_col`).

use crate::{
    finding::{Effect, Evidence, Finding, Severity, When},
    impact::Impact,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "optimistic-lock-activated", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (column, starts) in [(impact.added(), true), (impact.removed(), false)] {
        let Some(column) = column else { continue };
        for model in impact.base_models() {
            let Some((name, setting)) = &model.locking_column else { continue };
            if name != column || impact.ignores(model, column) {
                continue;
            }
            let message = match starts {
                true => format!(
                    "saving a `{}` fails on concurrent edits from now on: `{}` switches optimistic locking on",
                    model.name,
                    impact.change().subject(),
                ),
                false => format!(
                    "concurrent edits of a `{}` overwrite each other again: `{}` was its optimistic lock",
                    model.name,
                    impact.change().subject(),
                ),
            };
            let proof = Evidence::new("class", &model.place, "maps the table and locks by this column");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            if let Some(place) = setting {
                finding.evidence.push(Evidence::new("setting", place, "names the locking column"));
            }
            finding.model = Some(model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.when = When::Later;
            finding.rollout = match starts {
                true if model.orm != "active_record" => vec![
                    "handle failed locks where records are edited".to_owned(),
                    "give rows that exist a first version in the same migration".to_owned(),
                ],
                true => vec![
                    "rescue `ActiveRecord::StaleObjectError` where records are edited".to_owned(),
                    "or set `self.lock_optimistically = false` until that is done".to_owned(),
                ],
                false => vec!["make sure that lost updates are acceptable, or lock rows instead".to_owned()],
            };
            findings.push(finding);
        }
    }
    findings
}
