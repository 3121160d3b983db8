//! A filter that was waiting for the column starts to apply; rows that exist stay visible for now.
//!
//! ## Why it matters
//! Nothing happens on the day of the migration. From then on a value in the column makes a row
//! disappear from every query of the model, its associations, counts, `find` and uniqueness checks,
//! and nobody decided that in this change. Where the filter is guarded by a test such as
//! `column_names.include?("deleted_at")`, it has never run before.
//!
//! Where a filter is part of every statement, updates and deletes too, this is told beside `rows-hidden`:
//! the filter stays when the rows have been given a value.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
//! end
//! # add_column :users, :deleted_at, :datetime
//! ```
//!
//! ## Safe rollout
//! 1. Read every place that must still see the hidden rows: admin pages, exports, billing, uniqueness.
//! 2. Decide whether the filter is wanted; if not, name the column otherwise or remove the gate first.
//! 3. Deploy the column alone, without code that writes it, and watch the counts.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1; paranoia 2.4, acts_as_paranoid 0.11, discard 1.4.

use crate::{
    app::FilterKind,
    finding::{Effect, Evidence, Finding, Rows, Severity, When},
    impact::{Impact, Touched, Turn},
    orm::statements::Statements,
    predicate::Predicate,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "filter-activated", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters() {
        let hides = touched.rows != Rows::None;
        let quiet = match touched.filter.kind {
            // A filter that the model declares stays when the rows that it hides are filled.
            FilterKind::Default if is_open(impact, &touched) => touched.rows == Rows::Unknown,
            FilterKind::Default | FilterKind::Manager(_) | FilterKind::Through(_) => hides,
            // A finder of the model's own counts only where it has waited for the column.
            FilterKind::Finder(_) => touched.gate.is_none(),
            FilterKind::Association(_) | FilterKind::Delete(_) => true,
        };
        if touched.turn != Turn::Starts || quiet || touched.filter.predicate == Predicate::All(vec![])
        {
            continue;
        }
        let name = governed(&touched);
        let message = match touched.gate {
            Some(_) => format!(
                "`{name}` has been waiting for `{}`: from now on its queries keep only `{}`",
                impact.change().subject(),
                touched.filter.predicate,
            ),
            None if hides => format!(
                "every query of `{name}` keeps only `{}` from now on, also when existing rows have been given a value that passes",
                touched.filter.predicate
            ),
            None => format!(
                "every query of `{name}` keeps only `{}` from now on",
                touched.filter.predicate
            ),
        };
        let mut finding = finding(&EFFECT, impact, &touched, message);
        finding.rows = Some(touched.rows);
        finding.severity = match touched.gate {
            // `rows-hidden` says what matters now.
            _ if hides => Severity::Low,
            Some(_) => Severity::High,
            None => Severity::Medium,
        };
        finding.rollout = vec![
            "list who must still see filtered rows: admin pages, exports, billing, uniqueness checks"
                .to_owned(),
            match touched.gate {
                Some(_) => "if the filter is not wanted, remove its gate first or choose another name for the column".to_owned(),
                None => "deploy the column first and the code that writes it later".to_owned(),
            },
        ];
        findings.push(finding);
    }
    findings
}

/// Whether the filter waits for nothing, and is more than a scope of Active Record, which says no more
/// than which rows are read.
fn is_open(impact: &Impact, touched: &Touched) -> bool {
    touched.gate.is_none() && impact.statements(touched.model) != Some(Statements::Cached)
}

/// What the filter governs, as a person would call it.
pub fn governed(touched: &Touched) -> String {
    match &touched.filter.kind {
        FilterKind::Default | FilterKind::Delete(_) => touched.model.name.clone(),
        FilterKind::Through(name) => name.clone(),
        FilterKind::Finder(name)
        | FilterKind::Manager(name)
        | FilterKind::Association(name) => {
            format!("{}.{name}", touched.model.name)
        }
    }
}

/// A finding about a filter, with the chain from the model to it.
pub fn finding(
    effect: &'static Effect,
    impact: &Impact,
    touched: &Touched,
    message: String,
) -> Finding {
    let (model, filter) = (touched.model, touched.filter);
    let role = match filter.kind {
        FilterKind::Default if model.orm == "active_record" => "default-scope",
        FilterKind::Default => "default-filter",
        FilterKind::Finder(_) => "finder",
        FilterKind::Manager(_) => "manager",
        FilterKind::Through(_) if model.orm == "django" => "view",
        FilterKind::Through(_) => "repository",
        FilterKind::Association(_) => "association",
        FilterKind::Delete(_) => "delete",
    };
    let says = match (&filter.library, &filter.kind) {
        _ if touched.turn == Turn::Stops && impact.change().op.is_of_code() => {
            format!("kept only `{}` at the base", filter.predicate)
        }
        (Some(library), FilterKind::Delete(_)) => format!("`{library}` marks what is deleted"),
        (Some(library), _) => format!("`{library}` filters by `{}`", filter.predicate),
        (None, FilterKind::Delete(name)) => format!("`{name}` keeps the row"),
        (None, _) => format!("keeps only `{}`", filter.predicate),
    };
    let mut finding =
        Finding::new(effect, impact.at, message, Evidence::new(role, &filter.place, says));
    if let Some(gate) = touched.gate
        && gate.place != filter.place
    {
        finding.evidence.push(Evidence::new(
            "gate",
            &gate.place,
            match gate.holds {
                true => "true as soon as the column exists",
                false => "false as soon as the column exists",
            },
        ));
    }
    for (how, place) in &filter.via {
        finding.evidence.push(Evidence::new("via", place, how.clone()));
    }
    if let Some(place) = &model.table_place {
        let table = model.table.as_deref().unwrap_or_default();
        finding.evidence.push(Evidence::new("table", place, format!("maps the table `{table}`")));
    }
    if !finding.evidence.iter().any(|evidence| evidence.place.file == model.place.file) {
        finding.evidence.push(Evidence::new("class", &model.place, "the model"));
    }
    finding.model = Some(governed(touched));
    finding.table = Some(impact.table().to_owned());
    finding.column = impact.added().or(impact.change().column.as_deref()).map(str::to_owned);
    finding.predicate = Some(filter.predicate.to_string());
    finding.confidence = touched.confidence;
    finding.when = When::Migrated;
    finding
}
