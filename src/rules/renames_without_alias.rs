//! A column or a table gets another name, and nothing answers to the old one.
//!
//! ## Why it matters
//! A rename is a drop and an addition at the same moment: whoever asks by the old name fails, whoever
//! asks by the new one failed before. That holds for servers that have not been replaced, and for
//! whatever reads the table without this application's code: reports, views, other services.
//!
//! Where running code is seen to name it, `breaks-while-deploying` says so, and this is a line of it.
//!
//! ## Example
//! ```js
//! class User extends Model {
//!   static get tableName() {
//!     return "users";
//!   }
//! }
//! # table.renameColumn("name", "handle");
//! ```
//!
//! ## Safe rollout
//! 1. Add the new column, write both, and copy what is there.
//! 2. Read the new one alone.
//! 3. Drop the old one.
//!
//! Or keep the name in the database and let the code call it otherwise: `alias_attribute`,
//! `db_column`, `@map`, `field`.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 and with Sequelize, Prisma and TypeORM: a mapped column that
//! is renamed breaks each SELECT of it.

use crate::{
    app::Model,
    change::Op,
    finding::{Confidence, Effect, Evidence, Finding, Severity},
    impact::Impact,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "renames-without-alias", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let (old, Some(new)) = (
        match change.op {
            Op::RenameColumn => impact.removed(),
            Op::RenameTable => Some(change.table.as_str()),
            _ => None,
        },
        change.to.as_deref(),
    ) else {
        return Vec::new();
    };
    let Some(old) = old else { return Vec::new() };
    // Where the table gets another name, too, that is what old code fails at.
    if change.op == Op::RenameColumn && impact.old_table() != impact.table() {
        return Vec::new();
    }
    let table = match change.op {
        Op::RenameTable => new,
        _ => impact.table(),
    };
    let model = impact.app.models_of(table).find(|model| model.proxy_of.is_none());
    let model = model.or_else(|| impact.old_models().into_iter().next());
    if change.op == Op::RenameColumn && model.is_some_and(|model| answers(model, old)) {
        return Vec::new();
    }
    let subject = change.subject();
    let message = match model {
        Some(model) => format!(
            "`{subject}` is called `{new}` from now on: what asks `{}` for `{old}` fails, before the release or after it",
            model.name
        ),
        None => format!("`{subject}` is called `{new}` from now on: what asks for `{old}` fails"),
    };
    let proof = match (model, &change.place) {
        (Some(model), _) => impact.maps(model),
        (None, Some(place)) => Evidence::new("change", place, "no model maps the table"),
        (None, None) => return Vec::new(),
    };
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.table = Some(change.table.clone());
    finding.column.clone_from(&change.column);
    finding.model = model.map(|model| model.name.clone());
    if model.is_none() {
        finding.severity = Severity::Medium;
        finding.confidence = Confidence::Likely;
    }
    finding.rollout = vec![
        format!("let both names be there for one release: `{old}` and `{new}`"),
        "or keep the name in the database, and map it".to_owned(),
    ];
    vec![finding]
}

/// Whether a model gives the old name to the column all the same, or does not see it.
fn answers(model: &Model, old: &str) -> bool {
    let mut names = model.names.iter().map(|owned| owned.name.as_str());
    let mut mapped = model.attributes.iter().flatten().map(|known| known.name.as_str());
    let ignored = model.ignored.iter().any(|(name, _)| name == old);
    ignored || names.any(|name| name == old) || mapped.any(|name| name == old)
}
