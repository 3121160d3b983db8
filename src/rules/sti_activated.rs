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
//! Measured with Active Record 6.1 to 8.1 (`inheritance_column`, `find_sti_class`) and with
//! SQLAlchemy 2.0 (`polymorphic_on`).

use crate::{
    app::Model,
    finding::{Confidence, Effect, Evidence, Finding, Severity},
    impact::Impact,
    predicate::{Cell, Literal, Value},
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
        let by_name = !model.refuses_null;
        let (severity, confidence, what) = match impact.change().existing.as_slice() {
            // Each row that tells no class is one that breaks at use.
            [Cell::Null] if !by_name => continue,
            [Cell::Value(value)] => match (class_of(impact, model, value), by_name) {
                (Class::Known(name), _) => {
                    (Severity::Medium, Confidence::Certain, format!("existing rows become `{name}`"))
                }
                (Class::None, true) => (
                    Severity::Critical,
                    Confidence::Certain,
                    format!("{value} is no class, and every read raises `SubclassNotFound`"),
                ),
                (Class::None, false) => (
                    Severity::Critical,
                    Confidence::Certain,
                    format!("{value} is the identity of no class, and every read raises"),
                ),
                (Class::Unread, _) => (
                    Severity::High,
                    Confidence::Likely,
                    format!("existing rows become the class whose identity is {value}"),
                ),
            },
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
            _ if by_name => (
                Severity::High,
                Confidence::Likely,
                "values that are no class make every read raise `SubclassNotFound`".to_owned(),
            ),
            _ => (
                Severity::High,
                Confidence::Likely,
                "values that are the identity of no class make every read raise".to_owned(),
            ),
        };
        let message = format!(
            "`{}` switches single-table inheritance on for `{}`: {what}",
            impact.change().subject(),
            model.name,
        );
        let proof = Evidence::new("class", &model.place, match by_name {
            true => "maps the table and reads the column as a class name",
            false => "maps the table and reads the column as the identity of a class",
        });
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
        finding.rollout = match by_name {
            true => vec![
                format!("name the column otherwise, or set `self.inheritance_column = nil` in `{}`", model.name),
                "if inheritance is wanted, fill the column with class names in the same migration".to_owned(),
            ],
            false => vec![
                "fill the column with the identities of the classes in the same migration".to_owned(),
                "deploy the code that maps it after that".to_owned(),
            ],
        };
        findings.push(finding);
    }
    findings
}

/// The class that a value of the column stands for.
enum Class<'a> {
    Known(&'a str),
    None,
    /// Some class has an identity that cannot be read.
    Unread,
}

fn class_of<'a>(impact: &Impact<'a>, base: &'a Model, value: &Literal) -> Class<'a> {
    if !base.refuses_null {
        let Literal::Text(text) = value else { return Class::None };
        return impact.app.model(text).map_or(Class::None, |model| Class::Known(&model.name));
    }
    let mut unread = false;
    for model in impact.family(base) {
        match &model.identity {
            Some((Value::Literal(identity), _)) if identity == value => {
                return Class::Known(&model.name);
            }
            Some((Value::Runtime(_), _)) => unread = true,
            _ => {}
        }
    }
    if unread { Class::Unread } else { Class::None }
}
