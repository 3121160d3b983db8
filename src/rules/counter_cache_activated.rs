//! A counter starts to be trusted, or to drift: `.size` reads a column instead of counting rows.
//!
//! ## Why it matters
//! With `counter_cache`, `.size`, `.any?` and `.empty?` read the counter. A new counter is 0 (or
//! NULL) although rows exist; after `.size` returned 0 the association counts as loaded and empty,
//! and `each` yields nothing. A soft delete that only marks rows leaves the counter as it was.
//!
//! ## Example
//! ```ruby
//! class Post < ApplicationRecord
//!   belongs_to :user, counter_cache: true
//! end
//! # add_column :users, :posts_count, :integer, default: 0, null: false
//! ```
//!
//! ## Safe rollout
//! 1. Add the column, then count the existing rows (`reset_counters`) before the option is deployed.
//! 2. From Rails 7.2 on, `counter_cache: { active: false }` keeps `.size` honest meanwhile.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (`counter_cache.rb`, `has_many_association.rb`).

use crate::{
    app::FilterKind,
    finding::{Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Turn},
    predicate::Cell,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "counter-cache-activated", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = arrives(impact, column);
    findings.extend(drifts(impact, column));
    findings
}

fn arrives(impact: &Impact, column: &str) -> Vec<Finding> {
    let counter = Some((impact.table().to_owned(), column.to_owned()));
    let mut counted: Vec<_> = impact
        .app
        .models
        .iter()
        .flat_map(|model| model.associations.iter().map(move |association| (model, association)))
        .filter(|(_, association)| association.counter == counter)
        .collect();
    counted.dedup_by(|a, b| a.1.place == b.1.place);
    let Some(((model, association), rest)) = counted.split_first() else { return Vec::new() };
    let change = impact.change();
    let subject = change.subject();
    // A constant is no count.
    let is_count = |cell: &Cell| matches!(cell, Cell::NotNull | Cell::Unknown);
    let counts = change.filled && change.existing.iter().any(is_count);
    let message = match counts {
        true => format!(
            "`{subject}` is counted once: what servers with the old code make or delete after that is not in it"
        ),
        false => format!(
            "`{subject}` is trusted as a count from now on: it starts without counting the rows that exist"
        ),
    };
    let proof = Evidence::new("association", &association.place, "keeps and reads this counter");
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.evidence.extend(
        rest.iter().map(|(_, other)| Evidence::new("association", &other.place, "uses it too")),
    );
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = Some(column.to_owned());
    if counts {
        finding.severity = Severity::Low;
        finding.when = When::Deploying;
        finding.rollout =
            vec!["count again (`reset_counters`) once no server runs the old code".to_owned()];
    } else {
        finding.rollout = vec![
            "add the column and count the existing rows (`reset_counters`) first".to_owned(),
            "deploy the `counter_cache` option after that".to_owned(),
        ];
    }
    vec![finding]
}

/// A soft delete of the model's own does not count down.
fn drifts(impact: &Impact, column: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for touched in impact.filters() {
        let own = touched.filter.library.is_none()
            && matches!(touched.filter.kind, FilterKind::Delete(_))
            && touched.filter.soft_delete.as_deref() == Some(column);
        if touched.turn != Turn::Starts || !own {
            continue;
        }
        for association in &touched.model.associations {
            let Some((table, counter)) = &association.counter else { continue };
            if findings.iter().any(|known| known.evidence.iter().any(|e| e.place == association.place)) {
                continue;
            }
            let message = format!(
                "`{table}.{counter}` goes on counting a `{}` that is only marked deleted",
                touched.model.name
            );
            let proof = Evidence::new("association", &association.place, "counts down only when a row is deleted");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            finding.evidence.push(Evidence::new("delete", &touched.filter.place, "keeps the row"));
            finding.severity = Severity::Medium;
            finding.when = When::Later;
            finding.model = Some(touched.model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.rollout =
                vec![format!("count `{counter}` down where the row is marked, and up where it is restored")];
            findings.push(finding);
        }
    }
    findings
}
