//! Reads raise: code, or a filter, names a column that is gone, or rows tell no class.
//!
//! ## Why it matters
//! A default scope is part of every query. When its column goes, nothing of the model can be read
//! or created, and the error names the column, not the change that removed it.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   default_scope { where(status: "active") }
//! end
//! # remove_column :users, :status
//! ```
//!
//! ## Safe rollout
//! 1. Remove the filter and deploy.
//! 2. Drop the column in a later release.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (a default scope on a dropped column) and with SQLAlchemy
//! 2.0 (`polymorphic_on` that is NULL).

use crate::{
    app::{FilterKind, Model},
    finding::{Effect, Evidence, Finding, Severity},
    impact::{Impact, Turn, used::Named},
    predicate::Cell,
    rules::filter_activated,
    source::Place,
    uses::{How, Use},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "breaks-at-use", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters() {
        if touched.turn != Turn::Breaks || matches!(touched.filter.kind, FilterKind::Delete(_)) {
            continue;
        }
        let message = format!(
            "every query of `{}` raises: its filter reads `{}`",
            filter_activated::governed(&touched),
            impact.change().subject(),
        );
        let mut finding = filter_activated::finding(&EFFECT, impact, &touched, message);
        if touched.filter.kind == FilterKind::Default {
            finding.severity = Severity::Critical;
        }
        finding.rollout = vec![
            match impact.added() {
                Some(name) => format!("let the filter read `{name}` as soon as it is there"),
                None => "remove the filter and deploy".to_owned(),
            },
            match impact.added() {
                Some(_) => "or keep both names until the old code is gone".to_owned(),
                None => "drop the column in a later release".to_owned(),
            },
        ];
        findings.push(finding);
    }
    findings.extend(rows_of_no_class(impact));
    findings.extend(declared(impact));
    let told: Vec<Place> = findings.iter().flat_map(Finding::places).cloned().collect();
    findings.extend(named(impact, &told));
    findings
}

/// Models that still declare a column that is gone: their queries list every column that they declare.
fn declared(impact: &Impact) -> Option<Finding> {
    let Named { model, place, hidden: false } = impact.still_names()? else { return None };
    let message = format!(
        "every query of `{}` raises: it selects `{}` by name",
        model.name,
        impact.change().subject(),
    );
    let says = "declares the column, so that every query lists it";
    let proof = Evidence::new("declaration", place, says);
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.severity = Severity::Critical;
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column.clone_from(&impact.change().column);
    finding.rollout = rollout(impact);
    Some(finding)
}

/// Code that names a column that is gone, except where that has been told.
fn named(impact: &Impact, told: &[Place]) -> Vec<Finding> {
    if impact.removed().is_none() {
        return Vec::new();
    }
    // The declaration itself is told by what it does to queries.
    let declaration = impact.still_names().map(|named| named.place);
    let is_declaration = |used: &Use| {
        used.how == How::Declare
            && declaration.is_some_and(|place| {
                place.file == used.place.file && place.span.line == used.place.span.line
            })
    };
    let is_told = |used: &Use| {
        is_declaration(used) || told.iter().any(|place| place.contains(&used.place))
    };
    let reads = |used: &Use| match used.how {
        How::Write | How::Clear | How::Assign | How::Unset => false,
        How::Mention | How::Load | How::Omit => false,
        _ => !is_told(used),
    };
    let says = |used: &Use| match used.how {
        How::Filter | How::Lack => "looks for rows by it",
        How::Order => "puts rows in order by it",
        How::Select => "loads it by name",
        How::Declare => "declares something about it",
        How::Expose => "shows it",
        How::Sql => "names it in SQL",
        How::Template => "shows it in a template",
        _ => "reads it",
    };
    let subject = impact.change().subject();
    let gone = |places: &str, s: &str| format!("`{subject}` is gone, and {places} read{s} it");
    let mut findings = impact.used(&EFFECT, reads, says, gone);
    for finding in &mut findings {
        finding.rollout = rollout(impact);
    }
    findings
}

fn rollout(impact: &Impact) -> Vec<String> {
    match impact.added() {
        Some(name) => vec![
            format!("let the code use `{name}`, with the old name as an alias, and deploy"),
            "or add the new column, write both, and move readers over before the old one goes"
                .to_owned(),
        ],
        None => vec![
            "remove these uses and let the model ignore the column; deploy".to_owned(),
            "drop the column in a later release".to_owned(),
        ],
    }
}

/// Reads that raise because a row does not tell which class it belongs to.
fn rows_of_no_class(impact: &Impact) -> Option<Finding> {
    let column = impact.added()?;
    let cells = &impact.change().existing;
    if !cells.contains(&Cell::Null) {
        return None;
    }
    let reads = |model: &&Model| {
        let own = model.inheritance_column.as_ref();
        model.refuses_null && own.is_some_and(|(name, _)| name == column)
    };
    let model = impact.base_models().find(|model| reads(model) && !impact.ignores(model, column))?;
    let message = format!(
        "reading {} of `{}` as `{}` raises: `{column}` is NULL and tells no class",
        if cells.len() == 1 { "any existing row" } else { "some of the existing rows" },
        impact.table(),
        model.name,
    );
    let (_, place) = model.inheritance_column.as_ref()?;
    let says = "names the column that tells classes apart";
    let proof = Evidence::new("setting", place.as_ref().unwrap_or(&model.place), says);
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.severity = Severity::Critical;
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column = Some(column.to_owned());
    finding.rollout = vec![
        match &model.identity {
            Some((identity, _)) => format!(
                "fill `{column}` in the same migration: {identity} for rows that are a `{}`",
                model.name
            ),
            None => format!("fill `{column}` with identities of classes in the same migration"),
        },
        "deploy the code that maps it after that".to_owned(),
    ];
    Some(finding)
}
