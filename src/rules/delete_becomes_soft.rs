//! Deletes start to keep the row: `destroy` becomes an UPDATE.
//!
//! ## Why it matters
//! Rows that were erased stay in the table: unique indexes count them, foreign keys with
//! `ON DELETE CASCADE` never fire, children are destroyed although their parent can come back, and
//! a promise to erase personal data is broken without a line of code.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   acts_as_paranoid
//! end
//! # add_column :users, :deleted_at, :datetime
//! ```
//!
//! ## Safe rollout
//! 1. Make unique indexes partial (`where: "deleted_at IS NULL"`) in the same migration.
//! 2. Decide what happens to children and to data that must really be erased.
//!
//! ## Source
//! Measured with paranoia 2.4, acts_as_paranoid 0.11, permanent_records 7 and overrides of `destroy`.

use crate::{
    app::FilterKind,
    finding::{Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Turn},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "delete-becomes-soft", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let of_code = impact.change().op.is_of_code();
    let mut findings: Vec<Finding> = Vec::new();
    for touched in impact.filters() {
        let Some(column) = touched.filter.soft_delete.as_deref() else { continue };
        let sets = of_code || impact.added() == Some(column);
        if touched.turn != Turn::Starts || !sets {
            continue;
        }
        let (model, filter) = (touched.model, touched.filter);
        let by = match (filter.library, &filter.kind) {
            (Some(library), _) => format!("`{library}`"),
            // A method of another class.
            (None, FilterKind::Delete(name)) if name.contains('.') => format!("`{name}`"),
            (None, FilterKind::Delete(name)) => format!("its own `{name}`"),
            (None, _) => "its filter".to_owned(),
        };
        let message = format!(
            "deleting a `{}` keeps the row from now on: {by} sets `{}.{column}` instead",
            model.name,
            impact.table(),
        );
        // Several overrides of one model are one effect.
        if let Some(known) =
            findings.iter_mut().find(|known| known.model.as_deref() == Some(&model.name))
        {
            known.evidence.push(Evidence::new("delete", &filter.place, "does the same"));
            continue;
        }
        let says = format!("sets `{column}` instead of deleting");
        let proof = Evidence::new("delete", &filter.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        for (how, place) in &filter.via {
            if touched.gate.is_none_or(|gate| gate.place != *place) {
                finding.evidence.push(Evidence::new("via", place, how.clone()));
            }
        }
        if let Some(gate) = touched.gate {
            finding.evidence.push(Evidence::new("gate", &gate.place, "waits for the column"));
        }
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.when = When::Later;
        finding.confidence = touched.confidence;
        finding.rollout = vec![
            match model.orm {
                "active_record" => format!(
                    "make unique indexes of `{}` partial: `where: \"{column} IS NULL\"`",
                    impact.table()
                ),
                _ => format!(
                    "make unique indexes of `{}` partial: `WHERE {column} IS NULL`",
                    impact.table()
                ),
            },
            "decide what happens to children, and to data that must really be erased".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}
