//! Rows stay, but the parent they point to is filtered away: the association becomes nil.
//!
//! ## Why it matters
//! `post.user` is nil for a hidden user, `post.user.name` raises, `joins(:user)` drops the post too,
//! and a required `belongs_to` makes every save of the post fail. The failing code is in other
//! models, views and mails, none of which this change touches.
//!
//! ## Example
//! ```ruby
//! class Post < ApplicationRecord
//!   belongs_to :user
//! end
//! class User < ApplicationRecord
//!   default_scope { where(deleted_at: nil) } if column_names.include?("deleted_at")
//! end
//! # add_column :users, :deleted_at, :datetime
//! ```
//!
//! ## Safe rollout
//! 1. Let associations that must see hidden parents say so: `belongs_to :user, -> { unscope(where: :deleted_at) }`.
//! 2. Look for chains through the association in views and mails, and make them safe for nil.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (association readers, includes, joins, required belongs_to).

use crate::{
    app::{AssociationKind, FilterKind},
    finding::{Effect, Evidence, Finding, Rows, Severity, When},
    impact::{Impact, Turn},
    rules::{filter_activated::governed, rows_hidden::comes_whole},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "related-rows-hidden", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = untyped(impact);
    for touched in impact.filters() {
        if touched.turn != Turn::Starts || touched.filter.kind != FilterKind::Default {
            continue;
        }
        let target = touched.model;
        let mut reached = Vec::new();
        for model in &impact.app.models {
            for association in &model.associations {
                let single = association.kind != AssociationKind::HasMany;
                if single
                    && association.target.as_deref() == Some(&target.name)
                    && !association.unfiltered
                    && !reached.iter().any(|(_, known): &(&str, &crate::app::Association)| {
                        known.place == association.place
                    })
                {
                    reached.push((model.name.as_str(), association));
                }
            }
        }
        let Some(((first, association), rest)) = reached.split_first() else { continue };
        let others = match rest.len() {
            0 => String::new(),
            1 => " (and one more association)".to_owned(),
            n => format!(" (and {n} more associations)"),
        };
        let message = match association.kind {
            AssociationKind::Reverse => format!(
                "`{first}.{}`{others} no longer {} the rows of `{}` that the filter hides",
                association.name,
                if rest.is_empty() { "lists" } else { "list" },
                target.name,
            ),
            _ => format!(
                "`{first}#{}`{others} {} nil when the filter hides its `{}`",
                association.name,
                if rest.is_empty() { "becomes" } else { "become" },
                target.name,
            ),
        };
        let proof = Evidence::new(
            "association",
            &association.place,
            format!("reads `{}` through its filter", target.name),
        );
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.evidence.extend(rest.iter().map(|(model, association)| {
            Evidence::new("association", &association.place, format!("the same for `{model}`"))
        }));
        let says = format!("keeps only `{}`", touched.filter.predicate);
        finding.evidence.push(Evidence::new("default-scope", &touched.filter.place, says));
        if let Some(gate) = touched.gate {
            finding.evidence.push(Evidence::new("gate", &gate.place, "waits for the column"));
        }
        finding.model = Some((*first).to_owned());
        finding.table = Some(impact.table().to_owned());
        finding.column = impact.added().map(str::to_owned);
        finding.confidence = touched.confidence;
        // Nothing hangs on a row that others have one of: where it was deleted, they had none before.
        let owned = std::iter::once(association).chain(rest.iter().map(|(_, it)| it));
        let owned = owned.into_iter().all(|it| it.kind == AssociationKind::HasOne);
        let as_before = owned && touched.filter.soft_delete.is_some();
        (finding.severity, finding.when) = match touched.rows {
            Rows::Some if as_before => (Severity::Medium, When::Migrated),
            Rows::All | Rows::Some => (Severity::High, When::Migrated),
            _ => (Severity::Medium, When::Later),
        };
        finding.rollout = match association.kind {
            AssociationKind::Reverse => vec![
                "let code that must see hidden rows ask a manager without the filter".to_owned(),
                "compare the counts of the relation before and after on a copy of production"
                    .to_owned(),
            ],
            _ => vec![
                "let associations that must see hidden parents say so with a scope of their own"
                    .to_owned(),
                "make chains through the association safe for nil".to_owned(),
            ],
        };
        findings.push(finding);
    }
    findings
}

/// Rows that no longer say of which model the row is that they belong to.
fn untyped(impact: &Impact) -> Vec<Finding> {
    let mut findings = Vec::new();
    for touched in impact.filters().iter().filter(|touched| touched.filter.is_of_own_row()) {
        let nothing = match touched.turn {
            Turn::Starts => touched.rows == Rows::All && !comes_whole(impact, touched),
            Turn::Breaks => true,
            Turn::Stops | Turn::Changes => false,
        };
        if !nothing {
            continue;
        }
        let name = governed(touched).replacen('.', "#", 1);
        let subject = impact.change().subject();
        let message = match touched.turn {
            Turn::Breaks => format!(
                "`{name}` is nil from now on: `{subject}`, which says of which model the other row is, is gone"
            ),
            _ => format!(
                "`{name}` is nil for every existing row: `{subject}` is NULL, and says of which model the other row is"
            ),
        };
        let says = "reads the other row's class from the column";
        let proof = Evidence::new("association", &touched.filter.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        for (how, place) in &touched.filter.via {
            finding.evidence.push(Evidence::new("via", place, how.clone()));
        }
        finding.model = Some(touched.model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = impact.added().or(impact.removed()).map(str::to_owned);
        finding.confidence = touched.confidence;
        finding.rollout = vec![
            "fill the column with the names of the classes in the same migration".to_owned(),
            "deploy the polymorphic association after that".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}
