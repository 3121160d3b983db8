//! The column's values leave the application with no line changed.
//!
//! ## Why it matters
//! A serializer of all fields, a dump of whole rows, an export or a log take whatever columns the
//! model has. A new column is in the response on the day it is deployed; nobody decided that, and no
//! test of the old keys fails.
//!
//! ## Example
//! ```python
//! class ArticleSchema(SQLAlchemyAutoSchema):
//!     class Meta:
//!         model = Article
//!         exclude = ("notes",)
//! # ALTER TABLE articles ADD COLUMN review_token text;
//! ```
//!
//! ## Safe rollout
//! 1. Name the columns to show, or leave this one out, and deploy that first.
//! 2. Then add the column.
//!
//! ## Source
//! Measured with Django 5.2, Django REST framework, django-filter, django-import-export,
//! graphene-django, marshmallow-sqlalchemy, SQLModel 0.0.50, and Active Record 6.1 to 8.1 with
//! jbuilder, devise and paper_trail.

use crate::{
    app::Reach,
    finding::{told_once, Confidence, Effect, Evidence, Finding, Severity},
    impact::Impact,
    sensitivity::{self, Sensitivity},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "column-exposed", severity: Severity::Low };

/// What shows columns only to those who ask for them.
const SEARCH: &str = "search of";

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let holds = sensitivity::of(impact.change(), column);
    let mut findings = Vec::new();
    for (consumer, model) in impact.consumers(column) {
        let Some(shown) = consumer.shows.as_ref() else { continue };
        if !impact.takes(shown, model, column) {
            continue;
        }
        let what = holds.noun().map(|noun| format!(", which looks like {noun}"));
        let message = format!(
            "the {} `{}` shows `{}.{column}`{}",
            consumer.what,
            consumer.short_name(),
            impact.table(),
            what.unwrap_or_default(),
        );
        let proof = Evidence::new("consumer", &consumer.place, consumer.says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.severity = severity(holds, shown.reach);
        finding.confidence = shown.confidence;
        // What a base class allows to searches, some code has to ask of this very model.
        let is_base = impact.app.model(&consumer.name).is_some_and(|base| base.is_abstract);
        if is_base && consumer.what == SEARCH {
            finding.severity = finding.severity.min(Severity::Medium);
            finding.confidence = finding.confidence.min(Confidence::Likely);
        }
        finding.model = Some(consumer.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        for (says, place) in &consumer.via {
            finding.evidence.push(Evidence::new("consumer", place, says));
        }
        finding.rollout = vec![match shown.reach {
            Reach::Outside => "name the columns to show, or leave this one out, before it is added",
            Reach::Inside | Reach::Staff => "leave the column out where it has no business",
        }
        .to_owned()];
        findings.push(finding);
    }
    told_once(findings, |name, more| {
        format!("`{name}` and {more} more that show every column show `{}.{column}`", impact.table())
    })
}

fn severity(holds: Sensitivity, reach: Reach) -> Severity {
    match (holds, reach) {
        (Sensitivity::Secret, Reach::Outside) => Severity::Critical,
        (Sensitivity::Secret, Reach::Inside) | (Sensitivity::Personal, Reach::Outside) => {
            Severity::High
        }
        (Sensitivity::Secret, Reach::Staff)
        | (Sensitivity::Personal, Reach::Inside)
        | (Sensitivity::Power, Reach::Outside) => Severity::Medium,
        (Sensitivity::Personal | Sensitivity::Power, _)
        | (Sensitivity::Plain | Sensitivity::Flag, _) => Severity::Low,
    }
}
