//! Rows that exist can no longer be saved, because the column is NULL where the ORM needs a value.
//!
//! ## Why it matters
//! Reads work, tests work, and rows that are made from now on work: only what was there before fails,
//! at the first update or delete, with an error that speaks of a concurrent edit. A mapper that counts
//! versions adds `WHERE version = …` with the version that it read, and no row has the version NULL.
//!
//! ## Example
//! ```python
//! class Article(Base):
//!     __tablename__ = "articles"
//!
//!     id: Mapped[int] = mapped_column(primary_key=True)
//!     version: Mapped[int | None] = mapped_column()
//!     __mapper_args__ = {"version_id_col": version}
//! # ALTER TABLE articles ADD COLUMN version integer;
//! ```
//!
//! ## Safe rollout
//! 1. Add the column with a first version for every row: NOT NULL and `server_default="1"`.
//! 2. Deploy the mapping after that.
//!
//! ## Source
//! Measured with SQLAlchemy 2.0 (`version_id_col` that is NULL raises `StaleDataError`).

use crate::{
    finding::{Effect, Evidence, Finding, Severity, When},
    impact::Impact,
    predicate::Cell,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "breaks-at-write", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let cells = &impact.change().existing;
    if !cells.contains(&Cell::Null) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for model in impact.base_models().filter(|model| model.refuses_null) {
        let Some((name, setting)) = &model.locking_column else { continue };
        if name != column || impact.ignores(model, column) {
            continue;
        }
        let message = format!(
            "saving or deleting {} `{}` fails: its version `{}` is NULL",
            if cells.len() == 1 { "any existing" } else { "some existing" },
            model.name,
            impact.change().subject(),
        );
        let place = setting.as_ref().unwrap_or(&model.place);
        let proof = Evidence::new("setting", place, "names the column that counts versions");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.severity = Severity::Critical;
        finding.when = When::Later;
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![
            "give every row a first version in the same migration, and make the column NOT NULL"
                .to_owned(),
            "deploy the code that maps it after that".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}
