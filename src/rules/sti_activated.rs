//! The inheritance column turns classes that share a table into single-table inheritance.
//!
//! ## Why it matters
//! Active Record reads the column as a class name. Values that are no class make every read raise
//! `SubclassNotFound`; `new(type: …)` becomes a class look-up; subclasses that shared all rows see
//! only rows of their own name; and `type` is left out of JSON.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//! end
//! # add_column :users, :type, :string, null: false, default: "standard"
//! ```
//!
//! ## Safe rollout
//! 1. Choose another name (`kind`), or switch inheritance off: `self.inheritance_column = nil`.
//! 2. If inheritance is wanted, fill the column with class names in the same migration.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (`inheritance_column`, `find_sti_class`).

use crate::{
    finding::{Confidence, Effect, Evidence, Finding, Severity},
    impact::Impact,
    predicate::{Cell, Literal},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "sti-activated", severity: Severity::Critical };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = Vec::new();
    for model in impact.base_models() {
        let Some((name, setting)) = &model.inheritance_column else { continue };
        if name != column || impact.ignores(model, column) {
            continue;
        }
        let heirs: Vec<_> = impact.models().filter(|other| other.parent.is_some()).collect();
        let is_class = |text: &str| impact.app.model(text).is_some();
        let (severity, confidence, what) = match impact.change().existing.as_slice() {
            [Cell::Value(Literal::Text(text))] if is_class(text) => {
                (Severity::Medium, Confidence::Certain, format!("existing rows become `{text}`"))
            }
            [Cell::Value(value)] => (
                Severity::Critical,
                Confidence::Certain,
                format!("{value} is no class, and every read raises `SubclassNotFound`"),
            ),
            [Cell::Null] if heirs.is_empty() => (
                Severity::Medium,
                Confidence::Certain,
                "values must be names of subclasses from now on".to_owned(),
            ),
            [Cell::Null] => (
                Severity::Critical,
                Confidence::Certain,
                "its subclasses see only rows of their name".to_owned(),
            ),
            _ => (
                Severity::High,
                Confidence::Likely,
                "values that are no class make every read raise `SubclassNotFound`".to_owned(),
            ),
        };
        let message = format!(
            "`{}` switches single-table inheritance on for `{}`: {what}",
            impact.change().subject(),
            model.name,
        );
        let proof = Evidence::new("class", &model.place, "maps the table and reads the column as a class name");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        if let Some(place) = setting {
            finding.evidence.push(Evidence::new("setting", place, "names the inheritance column"));
        }
        finding.evidence.extend(
            heirs.iter().map(|heir| Evidence::new("class", &heir.place, "a subclass that shares the table")),
        );
        finding.severity = severity;
        finding.confidence = confidence;
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![
            format!("name the column otherwise, or set `self.inheritance_column = nil` in `{}`", model.name),
            "if inheritance is wanted, fill the column with class names in the same migration".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}
