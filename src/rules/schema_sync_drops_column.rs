//! The application changes tables to what its models declare, and drops a column that none does.
//!
//! ## Why it matters
//! `synchronize: true` and its like compare the tables with the models whenever the application
//! starts. A column that only a migration knows is dropped on the next start, with its values.
//!
//! ## Example
//! ```typescript
//! export const AppDataSource = new DataSource({
//!   type: "postgres",
//!   entities: [User],
//!   synchronize: true,
//! });
//! // ALTER TABLE users ADD COLUMN legal_hold boolean;
//! ```
//!
//! ## Safe rollout
//! 1. Turn the synchronization off, and deploy that first.
//! 2. Then add the column, and declare it in the model.
//!
//! ## Source
//! Measured with TypeORM 0.3 (`synchronize`) and Sequelize 6 (`sync({ alter: true })`).

use crate::{
    finding::{Effect, Evidence, Finding, Severity},
    impact::Impact,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "schema-sync-drops-column", severity: Severity::Critical };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = Vec::new();
    for sync in &impact.app.syncs {
        let mut models = impact.base_models().filter(|model| model.orm == sync.orm).peekable();
        let Some(first) = models.peek().copied() else { continue };
        if !models.all(|model| impact.ignores(model, column)) {
            continue;
        }
        let message = format!(
            "{} drops `{}` when the application starts: `{}` does not declare it",
            sync.what,
            impact.change().subject(),
            first.name,
        );
        let proof = Evidence::new("sync", &sync.place, "changes the tables to what is declared");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        let says = format!("declares no `{column}`");
        finding.evidence.push(Evidence::new("model", &first.place, says));
        finding.model = Some(first.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![
            "turn the synchronization off, and deploy that first".to_owned(),
            "then add the column and declare it in the model".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}
