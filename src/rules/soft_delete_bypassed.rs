//! Code goes around the filter or the soft delete: it reads hidden rows, or deletes for good.
//!
//! ## Why it matters
//! Once rows are hidden instead of deleted, whatever does not pass through the model still sees them:
//! a report in SQL counts customers who left, a clean-up job erases what should be restorable. None
//! of these places fails, and none is touched by the change.
//!
//! ## Example
//! ```ruby
//! class PurgeJob < ApplicationJob
//!   def perform
//!     User.where(spam: true).delete_all
//!   end
//! end
//! # add_column :users, :deleted_at, :datetime
//! ```
//!
//! ## Safe rollout
//! 1. Go through the places: those that must see every row say so, the others get the condition.
//! 2. Decide which code may still erase, and let the rest delete through the model.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 and paranoia 2.4, Django 5.2, Sequelize 6, TypeORM 0.3 and 1.1,
//! Prisma 7, Bookshelf 1.2 and Lucid 21.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::{
    app::access::{Access, AccessKind},
    finding::{Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Touched, Turn},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "soft-delete-bypassed", severity: Severity::Medium };

/// How many places are shown.
const SHOWN: usize = 8;

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = passed(impact);
    findings.extend(historical(impact));
    findings
}

/// A migration goes through rows that the model of today hides.
fn historical(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (model, filter, accesses) in impact.historical() {
        let Some((first, rest)) = accesses.split_first().filter(|_| !model.filtered_in_migrations)
        else {
            continue;
        };
        let message = format!(
            "the migration changes rows of `{}` that its filter hides, too, and runs none of its methods",
            model.name,
        );
        let proof = Evidence::new("bypass", &first.place, says(first));
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        let more = rest.iter().take(SHOWN - 1);
        finding.evidence.extend(more.map(|it| Evidence::new("bypass", &it.place, says(it))));
        let rule = format!("keeps only `{}`", filter.predicate);
        finding.evidence.push(Evidence::new("default-scope", &filter.place, rule));
        finding.model = Some(model.name.clone());
        finding.table.clone_from(&model.table);
        finding.severity = Severity::Low;
        finding.rollout = vec![
            "leave hidden rows out in the migration, or say there that they are meant".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}

/// Code that goes around filters which start to apply: one finding for each model.
fn passed(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut models: Vec<(Vec<&Access>, Vec<Touched>)> = Vec::new();
    for touched in impact.filters().into_iter().filter(|touched| touched.turn == Turn::Starts) {
        let accesses = impact.bypasses(&touched, column);
        if accesses.is_empty() {
            continue;
        }
        // Models of one table have the same SQL in common.
        let alike = |(known, filters): &&mut (Vec<&Access>, Vec<Touched>)| {
            filters.iter().any(|filter| filter.model.name == touched.model.name)
                || known.first().map(|it| &it.place) == accesses.first().map(|it| &it.place)
        };
        match models.iter_mut().find(alike) {
            Some((known, filters)) => {
                known.extend(accesses);
                filters.push(touched);
            }
            None => models.push((accesses, vec![touched])),
        }
    }
    let found = models.into_iter().map(|(accesses, filters)| finding(impact, column, accesses, &filters));
    found.flatten().collect()
}

fn finding(
    impact: &Impact,
    column: &str,
    mut accesses: Vec<&Access>,
    filters: &[Touched],
) -> Option<Finding> {
    accesses.sort_by_key(|access| (access.kind, Reverse(access.confidence), &access.place));
    let mut seen = BTreeSet::new();
    accesses.retain(|access| seen.insert((&access.place.file, access.place.span.line)));
    let (first, filter) = (*accesses.first()?, filters.first()?);
    let name = &filter.model.name;
    let proof = Evidence::new("bypass", &first.place, says(first));
    let mut finding = Finding::new(&EFFECT, impact.at, message(name, &accesses), proof);
    let more = accesses.iter().skip(1).take(SHOWN - 1);
    finding.evidence.extend(more.map(|it| Evidence::new("bypass", &it.place, says(it))));
    for Touched { filter, .. } in filters.iter().filter(|touched| touched.model.name == *name) {
        let rule = match filter.soft_delete.as_deref() {
            Some(column) => format!("deletes set `{column}`"),
            None => format!("keeps only `{}`", filter.predicate),
        };
        finding.evidence.push(Evidence::new("default-scope", &filter.place, rule));
    }
    finding.model = Some(name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = Some(column.to_owned());
    finding.when = When::Later;
    finding.confidence = first.confidence.min(filter.confidence);
    finding.rollout = vec![
        "let each of these places say whether it means hidden rows too".to_owned(),
        "decide which code may still delete for good".to_owned(),
    ];
    Some(finding)
}

fn message(name: &str, accesses: &[&Access]) -> String {
    let count = |kinds: &[AccessKind]| accesses.iter().filter(|it| kinds.contains(&it.kind)).count();
    let places = |count: usize| match count {
        1 => "one place".to_owned(),
        n => format!("{n} places"),
    };
    let verb = |count: usize, one: &'static str, many| if count == 1 { one } else { many };
    let erases = count(&[AccessKind::Erases]);
    let passes = count(&[AccessKind::Passes, AccessKind::Historical]);
    match (erases, passes) {
        (0, _) => format!(
            "{} {} rows of `{name}` past its filter, hidden ones too",
            places(passes),
            verb(passes, "reaches", "reach"),
        ),
        (_, 0) => format!(
            "{} still {} rows of `{name}` for good",
            places(erases),
            verb(erases, "deletes", "delete"),
        ),
        _ => format!(
            "{} still {} rows of `{name}` for good, and {} {} hidden ones",
            places(erases),
            verb(erases, "deletes", "delete"),
            places(passes),
            verb(passes, "reaches", "reach"),
        ),
    }
}

fn says(access: &Access) -> &'static str {
    match (access.kind, &access.sql) {
        (AccessKind::Erases, Some(_)) => "SQL of its own deletes the rows",
        (AccessKind::Erases, None) => "deletes the rows for good",
        (AccessKind::Passes, Some(_)) => "SQL of its own passes no filter",
        (AccessKind::Historical, _) => "a migration sees the model without its filter and methods",
        _ => "reaches the rows past the filter",
    }
}
