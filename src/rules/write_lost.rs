//! A value is set, or asked for, and nothing is kept of it: no error tells.
//!
//! ## Why it matters
//! An attribute of an object takes any name. When the column behind it goes, `user.nickname = "x"` and
//! `user.save()` go on without a word, and the value is gone with the object. A list of a schema or of
//! an export that leaves out what is not there loses a field in the same silence, and whoever reads
//! the answer is the first to notice. A column by the name of a relation or of a class field is not
//! reached by that name at all.
//!
//! ## Example
//! ```python
//! def reward(player):
//!     player.score = 10
//!     player.save()
//! # migrations.RemoveField("player", "score")
//! ```
//!
//! ## Safe rollout
//! 1. Remove what sets the attribute and what lists it, tell those who read it, and deploy.
//! 2. Drop the column in a later release.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (attributes without a column, `insert_all`), Django 5.2
//! (attributes, `update_or_create`), graphene-django, django-import-export and django-reversion; Objection 3 (relations)
//! and Sequelize 6 (class fields).

use crate::{
    app::{
        Consumer, Model,
        access::{Access, AccessKind},
        reliance::{LetDown, Reliance},
    },
    change::Op,
    finding::{Effect, Evidence, Finding, Severity, When},
    impact::Impact,
    uses::{How, Use},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "write-lost", severity: Severity::High };

/// What keeps rows as they were, to go back to them.
const HISTORY: &str = "version history";

/// How many places are shown.
const SHOWN: usize = 6;

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = unset(impact);
    findings.extend(shadowed(impact));
    findings.extend(taken(impact));
    findings.extend(skipped(impact));
    findings.extend(unreturned(impact));
    findings
}

/// The column goes, and code or a declaration goes on as if it were there.
fn unset(impact: &Impact) -> Vec<Finding> {
    if impact.removed().is_none() {
        return Vec::new();
    }
    let subject = impact.change().subject();
    // What a model still declares is written, and refused.
    let kept = impact.still_names().is_some();
    let sets = |used: &Use| !kept && matches!(used.how, How::Assign | How::Unset);
    let message = |places: &str, s: &str| {
        format!("`{subject}` is gone, and what {places} assign{s} to it is lost without an error")
    };
    let mut findings = impact.used(&EFFECT, sets, |_| "sets an attribute that no column keeps", message);
    let omits = |used: &Use| used.how == How::Omit;
    let message = |places: &str, s: &str| {
        format!("`{subject}` is gone, and {places} that list{s} it leave{s} it out without an error")
    };
    findings.extend(impact.used(&EFFECT, omits, |_| "leaves out what is not there", message));
    let message = |model: &Model, reliance: &Reliance| {
        format!("`{subject}` is gone, and `{}` does not tell: {}", model.name, reliance.says)
    };
    findings.extend(impact.relied(&EFFECT, LetDown::Unkept, message));
    for finding in &mut findings {
        finding.when = When::Later;
        finding.rollout = vec![
            match impact.added() {
                Some(name) => format!("let these places name `{name}`, and deploy"),
                None => "remove these places, tell those who read the field, and deploy".to_owned(),
            },
            "drop the column in a later release".to_owned(),
        ];
    }
    findings
}

/// Models in which something else has the name of the new column.
fn shadowed(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = Vec::new();
    for model in impact.base_models().filter(|model| !impact.ignores(model, column)) {
        for shadow in model.shadows.iter().filter(|shadow| shadow.column == column) {
            let message = format!(
                "what code sets as `{}` of a `{}` is not stored in `{}`: the name is that of a {}",
                column,
                model.name,
                impact.change().subject(),
                shadow.what,
            );
            let says = format!("a {} has the name", shadow.what);
            let proof = Evidence::new("definition", &shadow.place, says);
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            for (how, place) in &shadow.via {
                finding.evidence.push(Evidence::new("via", place, how.clone()));
            }
            finding.when = When::Later;
            finding.model = Some(model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.rollout = vec![format!("give the column or the {} another name", shadow.what)];
            findings.push(finding);
        }
    }
    findings
}

/// The column comes, and what a declaration has of its name keeps writes from it.
fn taken(impact: &Impact) -> Vec<Finding> {
    let subject = impact.change().subject();
    let message = |model: &Model, reliance: &Reliance| {
        format!("no write to `{subject}` through `{}` arrives: it {}", model.name, reliance.says)
    };
    let mut findings = impact.relied(&EFFECT, LetDown::Shadowed, message);
    for finding in &mut findings {
        finding.rollout = vec![
            "remove what has the name now, and deploy that first".to_owned(),
            "or choose another name for the column".to_owned(),
        ];
    }
    findings
}

/// The column goes, and rows that are taken back from what was kept of them come without it.
fn unreturned(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let Some(column) = impact.removed().filter(|_| change.op == Op::DropColumn) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for model in impact.base_models() {
        let keeps = |consumer: &&Consumer| {
            let takes = consumer.shows.as_ref().is_some_and(|it| impact.takes(it, None, column));
            consumer.what == HISTORY && consumer.models.contains(&model.qualified) && takes
        };
        for consumer in impact.app.consumers.iter().filter(keeps) {
            let message = format!(
                "versions of `{}` hold `{column}`, and going back to one leaves it out without an error",
                model.name,
            );
            let proof = Evidence::new("consumer", &consumer.place, "keeps versions of the rows");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            finding.severity = Severity::Medium;
            finding.when = When::Later;
            finding.model = Some(model.name.clone());
            finding.table = Some(change.table.clone());
            finding.column = Some(column.to_owned());
            finding.rollout =
                vec!["copy what must be kept out of the versions before the column goes".to_owned()];
            findings.push(finding);
        }
    }
    findings
}

/// Rows are unique from now on, and code leaves those out that the database refuses.
fn skipped(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    if change.op != Op::AddUnique {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for model in impact.base_models() {
        let skips = |access: &&Access| access.kind == AccessKind::Skips;
        for access in impact.accesses(model).filter(skips).take(SHOWN) {
            let message = format!(
                "rows of `{}` that repeat `{}` are left out of this import without an error",
                model.name,
                change.columns.join(", "),
            );
            let proof = Evidence::new("write", &access.place, "skips what the database refuses");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            finding.when = When::Later;
            finding.severity = Severity::Medium;
            finding.confidence = access.confidence;
            finding.model = Some(model.name.clone());
            finding.table = Some(change.table.clone());
            finding.column = change.columns.first().cloned();
            finding.rollout = vec![
                "decide what a repeated row means: an update, or an error that is told".to_owned(),
            ];
            findings.push(finding);
        }
    }
    findings
}
