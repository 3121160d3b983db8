//! What a column or a table holds goes, and no way back brings it again.
//!
//! ## Why it matters
//! A migration that adds the column again adds it empty. What is lost is known only when somebody asks
//! for it, and then the backups of that day are gone too. A tool that writes a changed type or a new
//! name as `DROP` and `ADD` loses every value without saying so.
//!
//! Where running code still names what goes, `breaks-while-deploying` and its like say so, and this
//! is a line of theirs.
//!
//! ## Example
//! ```prisma
//! model User {
//!   id  Int @id @default(autoincrement())
//!   age Int
//!
//!   @@map("users")
//! }
//! # ALTER TABLE "users" DROP COLUMN "age",
//! # ADD COLUMN     "age" INTEGER NOT NULL DEFAULT 0;
//! ```
//! So Prisma writes a type that it cannot cast.
//!
//! ## Safe rollout
//! 1. Look when the column was last written, and who reads it outside of this application.
//! 2. Keep a copy, or leave the column for a release longer than the longest way back.
//! 3. Where the type changes, cast in place (`ALTER COLUMN … TYPE … USING …`).
//!
//! ## Source
//! PostgreSQL, MySQL and SQLite: DDL that drops cannot be undone once it is committed.

use crate::{
    change::{Change, Op},
    finding::{Confidence, Effect, Evidence, Finding, Severity},
    impact::Impact,
    predicate::Cell,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "drops-data", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let with_table = |other: &Change| other.op == Op::DropTable && other.table == change.table;
    match change.op {
        Op::DropColumn if !impact.changes.iter().any(with_table) => {
            column(impact).into_iter().collect()
        }
        Op::DropTable => table(impact).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn column(impact: &Impact) -> Option<Finding> {
    let change = impact.change();
    let column = change.column.as_deref()?;
    // What was added before, under another name, is another column that takes the name over.
    let takes_over = |other: &Change| match (&other.place, &change.place) {
        (Some(added), Some(dropped)) => {
            added.file == dropped.file && added.span.start < dropped.span.start
        }
        _ => false,
    };
    let again = impact.changes.iter().skip(impact.at + 1).find(|later| {
        later.op == Op::AddColumn
            && later.table == change.table
            && later.column.as_deref() == Some(column)
            && (later.filled || !takes_over(later))
    });
    let models = impact.old_models();
    let subject = change.subject();
    let message = match again {
        Some(later) if later.filled => {
            format!("`{subject}` is dropped and added again: what this migration does not copy is lost")
        }
        Some(later) => {
            let with = match &later.existing[..] {
                [Cell::Value(value)] => format!("with {value} in every row"),
                _ => "empty".to_owned(),
            };
            format!("what `{subject}` holds is lost: it is dropped and added again, {with}")
        }
        None => format!("what `{subject}` holds is lost: a way back adds the column empty"),
    };
    let proof = match (models.first(), again, &change.place) {
        (_, Some(Change { place: Some(place), .. }), _) => {
            Evidence::new("change", place, "adds a column of the same name")
        }
        (Some(model), ..) => impact.maps(model),
        (None, _, Some(place)) => Evidence::new("change", place, "no model maps the table"),
        (None, _, None) => return None,
    };
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.table = Some(change.table.clone());
    finding.column = Some(column.to_owned());
    finding.model = models.first().map(|model| model.name.clone());
    (finding.severity, finding.confidence) = match (again, models.first()) {
        (Some(later), _) if later.filled => (Severity::Low, Confidence::Certain),
        (Some(_), _) => (Severity::High, Confidence::Certain),
        // The application has let go of it before.
        (None, Some(model)) if !impact.knows(model, column) => (Severity::Low, Confidence::Certain),
        (None, Some(_)) => (Severity::Medium, Confidence::Certain),
        (None, None) => (Severity::Medium, Confidence::Likely),
    };
    finding.rollout = vec![match again {
        Some(_) => "change the column in place, with `USING` where its type needs a cast".to_owned(),
        None => format!("keep a copy of `{subject}` for as long as anyone may ask for it"),
    }];
    Some(finding)
}

fn table(impact: &Impact) -> Option<Finding> {
    let change = impact.change();
    let is_new = |other: &Change| other.op == Op::RenameTable && other.to.as_ref() == Some(&change.table);
    // `CREATE TABLE kept AS SELECT * FROM …`
    let keeps = |other: &Change| {
        let text = other.text.to_lowercase();
        other.op == Op::CreateTable
            && other.table != change.table
            && text.contains("select")
            && text.contains(&change.table.to_lowercase())
    };
    let again = impact.made_anew();
    let is_kept = again.is_some() && impact.changes.iter().any(keeps);
    if is_kept || impact.changes.iter().any(is_new) {
        return None;
    }
    let models = impact.old_models();
    let message = match again {
        Some(_) => format!("all rows of `{}` are lost: it is dropped and made anew, empty", change.table),
        None => format!("all rows of `{}` are lost", change.table),
    };
    let proof = match (models.first(), &change.place) {
        (Some(model), _) => impact.maps(model),
        (None, Some(place)) => Evidence::new("change", place, "no model maps the table"),
        (None, None) => return None,
    };
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.table = Some(change.table.clone());
    finding.model = models.first().map(|model| model.name.clone());
    if models.iter().all(|model| impact.is_idle(model)) {
        finding.severity = Severity::Medium;
    }
    if models.is_empty() {
        // What neither a dump nor a migration creates may be there for the migration alone.
        finding.confidence = match impact.app.tables.contains_key(&change.table) {
            true => Confidence::Likely,
            false => Confidence::Possible,
        };
    }
    finding.rollout = vec![
        match again {
            Some(_) => format!("change `{}` in place, or give the old one another name and copy its rows", change.table),
            None => format!("keep a copy of `{}` for as long as anyone may ask for it", change.table),
        },
        "look at foreign keys, views and reports that lead to it".to_owned(),
    ];
    Some(finding)
}
