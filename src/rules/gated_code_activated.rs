//! Code that asks whether the column exists takes its other branch.
//!
//! ## Why it matters
//! A branch behind `column_names.include?` or `respond_to?` has never run. It starts to run on the
//! day of the migration, with a column that is NULL in every row.
//!
//! ## Example
//! ```ruby
//! class CreateUser
//!   def self.call(email)
//!     user = User.new(email: email)
//!     user.tenant_id = 7 if User.column_names.include?("tenant_id")
//!     user.save!
//!   end
//! end
//! # add_column :users, :tenant_id, :integer
//! ```
//!
//! ## Safe rollout
//! 1. Read the branch as new code: test it with NULL and with a value.
//! 2. Remove the test once the column is there everywhere.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (spellings of the test).

use crate::{
    finding::{Confidence, Effect, Evidence, Finding, Severity},
    impact::Impact,
    gate,
    source::Place,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "gated-code-activated", severity: Severity::Medium };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (column, there) in [(impact.added(), true), (impact.removed(), false)] {
        let Some(column) = column else { continue };
        if impact.models().any(|model| impact.ignores(model, column)) {
            continue;
        }
        let told = told_elsewhere(impact);
        for site in &impact.app.gates {
            let Some(test) = gate::test(&site.expr) else { continue };
            let ours = site.tables.iter().any(|table| table == impact.table());
            if test.never || !test.asks_for(column) || !ours || within(&told, &site.place) {
                continue;
            }
            let entity = site.class.clone().or_else(|| site.method.clone());
            let whose = match (&site.class, &site.method) {
                (Some(class), Some(method)) => format!("`{method}` of `{class}`"),
                (Some(class), None) => format!("`{class}`"),
                _ => format!("`{}`", site.place.file),
            };
            let message = format!(
                "{whose} takes its other branch: it asks whether `{}` exists",
                impact.change().subject(),
            );
            let says = match test.positive == there {
                true => "true from now on",
                false => "false from now on",
            };
            let mut finding =
                Finding::new(&EFFECT, impact.at, message, Evidence::new("gate", &site.place, says));
            finding.confidence = site.confidence;
            if site.confidence < Confidence::Certain {
                finding.severity = Severity::Low;
            }
            finding.model = entity;
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.rollout = vec![match there {
                true => "read the branch as new code: test it with NULL and with a value".to_owned(),
                false => "look at what no longer runs, and remove the test".to_owned(),
            }];
            findings.push(finding);
        }
    }
    findings
}

/// The gates that other effects of the same change tell about.
fn told_elsewhere(impact: &Impact) -> Vec<Place> {
    let mut places = Vec::new();
    for model in &impact.app.models {
        for filter in &model.filters {
            places.extend(filter.guards.iter().map(|guard| guard.place.clone()));
            if filter.soft_delete.is_some() {
                places.extend(filter.via.iter().map(|(_, place)| place.clone()));
            }
        }
        places.extend(model.needs.iter().flat_map(|need| &need.guards).map(|g| g.place.clone()));
    }
    places
}

fn within(places: &[Place], place: &Place) -> bool {
    places.iter().any(|outer| outer.file == place.file && outer.span.contains(&place.span))
}
