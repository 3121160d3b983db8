//! The model no longer loads, or fails at its first use, because a declaration needs the column.
//!
//! ## Why it matters
//! Not one query fails but all of them: the class raises when it is loaded or instantiated, in
//! every process that starts after the migration.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   enum :status, { active: 0, archived: 1 }
//! end
//! # remove_column :users, :status
//! ```
//!
//! ## Safe rollout
//! 1. Remove the declaration and every use, add the column to `ignored_columns`, and deploy.
//! 2. Drop the column in a later release.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1: an enum without its column raises from 7.1 on; with
//! SQLAlchemy 1.4 to 2.1: kept names, the order of a dataclass's fields, and joins written as text; and
//! with Django 5.2: lists of forms, filter sets and admin pages, options of models, names that clash.

use crate::{
    app::{
        Model,
        reliance::{LetDown, Reliance},
    },
    finding::{Effect, Evidence, Finding, Severity, When},
    gate::{self, Asks, Switch, World},
    impact::Impact,
    source::Place,
    uses::{How, Use},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "breaks-at-load", severity: Severity::Critical };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = misfits(impact);
    findings.extend(encoded_twice(impact));
    let Some(column) = impact.removed() else { return findings };
    findings.extend(missed(impact, column));
    let told: Vec<Place> = findings.iter().flat_map(Finding::places).cloned().collect();
    findings.extend(listed(impact, &told));
    let strict_enums = impact.app.version.is_none_or(|version| version >= (7, 1));
    for model in impact.base_models() {
        let mut broken = Vec::new();
        for need in &model.needs {
            let concerns = |asks: &Asks| *asks == Asks::Own || *asks == Asks::Class(model.name.clone());
            let world = World {
                column,
                concerns: &concerns,
                has: &|_, other| impact.app.has_column(impact.table(), other),
                constant: &|name| {
                    need.constants.iter().find(|(known, _)| known == name).map(|(_, v)| v.clone())
                },
            };
            let raises = match &need.column {
                Some(named) => named == column && need.of.is_none(),
                None => gate::switch(&need.guards, &world) == Switch::Until,
            };
            if raises {
                let mut chain = vec![Evidence::new("check", &need.place, "raises without the column")];
                chain.extend(need.via.iter().map(|(how, place)| Evidence::new("via", place, how.clone())));
                broken.push(chain);
            }
        }
        for known in model.enums.iter().filter(|known| known.column == column) {
            if strict_enums && !known.typed {
                broken.push(vec![Evidence::new("enum", &known.place, "raises for an enum without its column")]);
            }
        }
        for chain in broken {
            let message = format!(
                "`{}` fails as soon as it is used: a declaration needs `{}`",
                model.name,
                impact.change().subject(),
            );
            let mut evidence = chain.into_iter();
            let Some(first) = evidence.next() else { continue };
            let mut finding = Finding::new(&EFFECT, impact.at, message, first);
            finding.evidence.extend(evidence);
            finding.model = Some(model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.rollout = vec![
                format!("remove the declaration and every use, add `{column}` to `ignored_columns`, deploy"),
                "drop the column in a later release".to_owned(),
            ];
            findings.push(finding);
        }
    }
    findings
}

/// Lists that are held against the columns when the code is loaded, and still name the one that is
/// gone, except where that has been told.
fn listed(impact: &Impact, told: &[Place]) -> Vec<Finding> {
    let subject = impact.change().subject();
    let message = |places: &str, s: &str| {
        format!("the application does not load: `{subject}` is gone, and {places} still name{s} it in a list that is checked then")
    };
    let loads = |used: &Use| {
        used.how == How::Load && !told.iter().any(|place| place.contains(&used.place))
    };
    let mut findings = impact.used(&EFFECT, loads, |_| "is refused when it is loaded or checked", message);
    for finding in &mut findings {
        finding.rollout = vec![match impact.added() {
            Some(name) => format!("name `{name}` there"),
            None => "remove it from the list, deploy, and drop the column after that".to_owned(),
        }];
    }
    findings
}

/// Declarations that refuse a column of the new type.
fn encoded_twice(impact: &Impact) -> Vec<Finding> {
    let subject = impact.change().subject();
    let sql_type = impact.change().sql_type.as_deref().unwrap_or_default();
    let message = |model: &Model, reliance: &Reliance| {
        format!("`{}` turns into {sql_type}, and `{}`: {}", subject, model.name, reliance.says)
    };
    let mut findings = impact.relied(&EFFECT, LetDown::Json, message);
    findings.extend(impact.relied(&EFFECT, LetDown::Array, message));
    for finding in &mut findings {
        finding.when = When::Migrated;
        finding.rollout = vec![
            "add a column of the new type, fill it from the old one, and write both".to_owned(),
            "remove `serialize` together with the reads of the old column, and drop it later".to_owned(),
        ];
    }
    findings
}

/// Models that cannot be built with the new column.
fn misfits(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = Vec::new();
    for model in impact.models().filter(|model| !impact.ignores(model, column)) {
        for misfit in model.misfits.iter().filter(|misfit| misfit.column == column) {
            let message = format!("`{}` does not load: {}", model.name, misfit.why);
            let proof = Evidence::new("column", &misfit.place, "is refused with the class");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            for (how, place) in &misfit.via {
                finding.evidence.push(Evidence::new("via", place, how.clone()));
            }
            finding.confidence = misfit.confidence;
            finding.model = Some(model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.rollout = vec![misfit.instead.clone()];
            findings.push(finding);
        }
    }
    findings
}

/// Declarations of other models, or of lists of columns, that name the one that is gone.
fn missed(impact: &Impact, column: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for model in &impact.app.models {
        for need in &model.needs {
            let of = need.of.as_deref().and_then(|name| impact.app.model(name));
            let is_ours = of.is_some_and(|of| of.table.as_deref() == Some(impact.table()));
            if !is_ours || need.column.as_deref() != Some(column) {
                continue;
            }
            let message = format!(
                "the first use of any model fails: a declaration of `{}` still names `{}`",
                model.name,
                impact.change().subject(),
            );
            let proof = Evidence::new("declaration", &need.place, "raises without the column");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            finding.model = Some(model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.rollout = vec![match impact.added() {
                Some(name) => format!("name `{name}` there"),
                None => "remove it from the declaration, deploy, and drop the column after that".to_owned(),
            }];
            findings.push(finding);
        }
    }
    findings
}
