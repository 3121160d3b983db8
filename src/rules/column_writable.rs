//! The column can be set from outside with no line changed.
//!
//! ## Why it matters
//! A serializer of all fields, or an assignment of whatever is sent, accepts any column that the
//! model has. A key that was ignored or refused so far is stored from now on: `is_admin: true`.
//!
//! ## Example
//! ```python
//! class ArticleSchema(SQLAlchemyAutoSchema):
//!     class Meta:
//!         model = Article
//!         load_instance = True
//! # ALTER TABLE articles ADD COLUMN is_approved boolean;
//! ```
//!
//! ## Safe rollout
//! 1. Name the columns that may be sent, and deploy that first.
//! 2. Then add the column.
//!
//! ## Source
//! Measured with Django 5.2, Django REST framework, django-import-export, marshmallow-sqlalchemy,
//! SQLModel 0.0.50, and Active Record 6.1 to 8.1.

use crate::{
    app::Reach,
    finding::{told_once, Effect, Evidence, Finding, Severity, When},
    impact::Impact,
    sensitivity::{self, Sensitivity},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "column-writable", severity: Severity::Low };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let holds = sensitivity::of(impact.change(), column);
    let mut findings = Vec::new();
    for (consumer, model) in impact.consumers(column) {
        let Some(written) = consumer.writes.as_ref() else { continue };
        // That a form has one more field is what `column-exposed` says.
        let told = holds == Sensitivity::Plain && written.reach < Reach::Outside;
        if told || !impact.takes(written, model, column) {
            continue;
        }
        let what = holds.noun().map(|noun| format!(", which looks like {noun}"));
        let message = format!(
            "whoever reaches the {} `{}` can set `{}.{column}`{}",
            consumer.what,
            consumer.short_name(),
            impact.table(),
            what.unwrap_or_default(),
        );
        let proof = Evidence::new("consumer", &consumer.place, consumer.says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.severity = severity(holds, written.reach);
        finding.confidence = written.confidence;
        finding.when = When::Later;
        finding.model = Some(consumer.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        for (says, place) in &consumer.via {
            finding.evidence.push(Evidence::new("consumer", place, says));
        }
        finding.rollout =
            vec!["name the columns that may be sent before this one is added".to_owned()];
        findings.push(finding);
    }
    told_once(findings, |name, more| {
        format!(
            "`{}.{column}` can be set by whoever reaches `{name}` or one of {more} more that take every column",
            impact.table()
        )
    })
}

fn severity(holds: Sensitivity, reach: Reach) -> Severity {
    match (holds, reach) {
        (Sensitivity::Secret | Sensitivity::Power, Reach::Outside | Reach::Inside) => Severity::High,
        (Sensitivity::Personal | Sensitivity::Flag, Reach::Outside) => Severity::Medium,
        (Sensitivity::Secret | Sensitivity::Power, Reach::Staff)
        | (Sensitivity::Personal | Sensitivity::Flag, Reach::Inside | Reach::Staff)
        | (Sensitivity::Plain, _) => Severity::Low,
    }
}
