//! The code already needs the column: where it is deployed before the migration runs, it fails.
//!
//! ## Why it matters
//! A default scope, a soft-delete macro or an enum without its column makes every query of the
//! model raise. So does the mere declaration, where the ORM's statements name what a model declares.
//! That lasts from the start of the new code until the migration has run, and for as long as a
//! roll-back of the migration.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   default_scope { where(archived_at: nil) }
//! end
//! # add_column :users, :archived_at, :datetime
//! ```
//!
//! ## Safe rollout
//! 1. Run the migration first, and deploy the code that names the column after it.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1; an enum without its column raises from 7.1 on. Statements that
//! name every declared column: Sequelize 6, TypeORM 0.3, Prisma 7, Drizzle 0.45.

use crate::{
    app::{FilterKind, Model},
    finding::{Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Turn, used::Named},
    rules::filter_activated,
};

/// The effect. Most deployments migrate first, so it is not the `high` of other breaks.
pub const EFFECT: Effect = Effect { id: "breaks-before-migration", severity: Severity::Medium };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    // A column that is dropped and added again is there before, too.
    let Some(column) = impact.added().filter(|_| !impact.was_there()) else { return Vec::new() };
    let mut findings = Vec::new();
    for touched in impact.filters() {
        // A store of documents has no columns that could be missing.
        let keeps_tables = impact.statements(touched.model).is_some();
        if touched.turn != Turn::Starts || touched.gate.is_some() || !keeps_tables {
            continue;
        }
        let names_it = impact.mentions(touched.model, touched.filter, column);
        let sets_it = touched.filter.soft_delete.as_deref() == Some(column);
        let (what, does) = match touched.filter.kind {
            FilterKind::Default if names_it => ("every query", "its filter reads"),
            FilterKind::Delete(_) if sets_it => ("every soft delete", "it sets"),
            _ => continue,
        };
        let name = &touched.model.name;
        let told = |known: &Finding| known.model.as_deref() == Some(name.as_str());
        if findings.iter().any(told) {
            continue;
        }
        let message = format!(
            "{what} of `{name}` fails until the migration has run: {does} `{}`",
            impact.change().subject(),
        );
        let mut finding = filter_activated::finding(&EFFECT, impact, &touched, message);
        finding.when = When::Before;
        finding.rollout = rollout();
        findings.push(finding);
    }
    let strict_enums = impact.app.version.is_none_or(|version| version >= (7, 1));
    for model in impact.base_models() {
        let needed = model.enums.iter().find(|known| known.column == column && !known.typed);
        let Some(known) = needed.filter(|_| strict_enums) else { continue };
        let message = format!(
            "`{}` fails until the migration has run: its enum needs `{}`",
            model.name,
            impact.change().subject(),
        );
        let proof = Evidence::new("enum", &known.place, "raises for an enum without its column");
        findings.push(finding(impact, model, column, message, proof));
    }
    for Named { model, place, hidden } in impact.listed(column) {
        let proof = Evidence::new(
            "declaration",
            place,
            match hidden {
                true => "declares the column, so that every INSERT lists it",
                false => "declares the column, so that every query lists it",
            },
        );
        let told = |known: &&mut Finding| known.model.as_deref() == Some(model.name.as_str());
        if let Some(known) = findings.iter_mut().find(told) {
            known.evidence.push(proof);
            continue;
        }
        let message = format!(
            "every {} of `{}` fails until the migration has run: it names `{}.{column}`",
            if hidden { "INSERT" } else { "query" },
            model.name,
            impact.table(),
        );
        let mut finding = finding(impact, model, column, message, proof);
        // What a model declares in the open is migrated first as a rule.
        finding.severity = Severity::Low;
        findings.push(finding);
    }
    findings.extend(asked(impact, column, &findings));
    findings
}

/// Single queries that ask for the column, of models of which no more is told.
fn asked(impact: &Impact, column: &str, told: &[Finding]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for touched in impact.queries() {
        let (model, query) = (touched.model, touched.filter);
        let known = |known: &Finding| known.model.as_deref() == Some(model.name.as_str());
        if told.iter().any(known) || !impact.mentions(model, query, column) {
            continue;
        }
        let proof = Evidence::new("query", &query.place, format!("asks for `{}`", query.predicate));
        match findings.iter_mut().find(|finding| known(finding)) {
            Some(known) => known.evidence.push(proof),
            None => {
                let message = format!(
                    "queries of `{}` fail until the migration has run: they read `{}`",
                    model.name,
                    impact.change().subject(),
                );
                findings.push(finding(impact, model, column, message, proof));
            }
        }
    }
    findings
}

fn finding(
    impact: &Impact,
    model: &Model,
    column: &str,
    message: String,
    proof: Evidence,
) -> Finding {
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.when = When::Before;
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = Some(column.to_owned());
    finding.rollout = rollout();
    finding
}

fn rollout() -> Vec<String> {
    vec!["run the migration before the code that names the column".to_owned()]
}
