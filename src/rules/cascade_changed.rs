//! What is deleted along with a row changes: it stays, it goes for good, or it cannot come back.
//!
//! ## Why it matters
//! A row that is only marked as deleted takes nothing with it in the database: `ON DELETE CASCADE`
//! never fires, and children stay behind a parent that nobody finds. Declared in the code, the
//! cascade may still run, and then erases the children of a row that could be restored.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   acts_as_paranoid
//!   has_many :posts, dependent: :destroy
//!   has_many :badges, dependent: :nullify
//! end
//! # add_column :users, :deleted_at, :datetime
//! ```
//!
//! ## Safe rollout
//! 1. Decide for each child whether it stays, is hidden too, or goes.
//! 2. Let the children delete softly before their parent does, or take the cascade away.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (paranoia, acts_as_paranoid), Django 5.2 (overrides of
//! `delete`, django-softdelete, django-soft-delete, django-permanent) and Sequelize 6.

use crate::{
    app::{AssociationKind, Model},
    catalog,
    change::Op,
    database::{Object, ObjectKind},
    finding::{Confidence, Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Touched, objects::same, soft::Cascade},
    source::Place,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "cascade-changed", severity: Severity::High };

/// What becomes of rows that used to go with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// They are deleted for good while the row that takes them along is kept.
    Erased,
    /// They lose their key while the row is kept.
    Detached,
    /// They stay.
    Stay,
    /// Rows that would be kept go for good with another row.
    Taken,
}

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return released(impact).into_iter().collect() };
    let mut findings = Vec::new();
    for touched in impact.soft_deletes_start() {
        let mut found: Vec<(Fate, String, Place)> = Vec::new();
        for cascade in impact.cascades(touched.model) {
            if let Some((fate, name)) = fate(impact, &touched, &cascade) {
                found.push((fate, name, cascade.association.place.clone()));
            }
        }
        for (table, key) in impact.keys_to() {
            let (Some("cascade"), Some(place)) = (key.on_delete.as_deref(), &key.place) else {
                continue;
            };
            // What the code declares for the same rows is told of already.
            let known = impact.app.models_of(table).any(|child| {
                found.iter().any(|(_, name, _)| *name == child.name)
            });
            if !known {
                found.push((Fate::Stay, table.to_owned(), place.clone()));
            }
        }
        for fate in [Fate::Erased, Fate::Detached, Fate::Stay, Fate::Taken] {
            let alike: Vec<_> = found.iter().filter(|(known, ..)| *known == fate).collect();
            let Some(((_, first, place), rest)) = alike.split_first() else { continue };
            let others = match rest.len() {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            let mut finding =
                Finding::new(&EFFECT, impact.at, message(fate, &touched, &format!("`{first}`{others}")), proof(fate, place));
            finding.evidence.extend(rest.iter().map(|(_, _, place)| proof(fate, place)));
            let says = format!("deleting sets `{column}`");
            finding.evidence.push(Evidence::new("delete", &touched.filter.place, says));
            finding.model = Some(first.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = Some(column.to_owned());
            finding.when = When::Later;
            finding.confidence = match fate {
                // Whether a `delete` of the application's own runs them is not known.
                Fate::Stay if touched.filter.library.is_none() => Confidence::Likely,
                _ => touched.confidence,
            };
            finding.rollout = rollout(fate);
            findings.push(finding);
        }
    }
    findings
}

/// Rows that a foreign key took along, or cleared, when what they point to was deleted.
fn released(impact: &Impact) -> Option<Finding> {
    let change = impact.change();
    if change.op != Op::DropForeignKey {
        return None;
    }
    let table = impact.table();
    let before = impact.objects();
    let after = catalog::after(before.clone(), [change]);
    let is_key = |it: &&Object| {
        it.kind == ObjectKind::ForeignKey && it.table.as_deref().is_some_and(|own| same(own, table))
    };
    let mut gone = before.iter().filter(is_key).filter(|key| !after.contains(key));
    // Where it is not known which one goes, all seem to.
    let (Some(key), None) = (gone.next(), gone.next()) else { return None };
    let (to, action) = key.target.as_ref()?;
    let end = impact.objects_in_the_end();
    let mut back = end.iter().filter(is_key).filter(|other| other.columns == key.columns);
    let back = back.next().map(|other| other.target.as_ref().and_then(|(_, does)| does.as_deref()));
    let goes = impact.changes.iter().any(|other| match other.op {
        Op::DropTable => same(&other.table, table) || same(&other.table, to),
        Op::DropColumn => {
            same(&other.table, table) && other.column.as_ref().is_some_and(|it| key.columns.contains(it))
        }
        _ => false,
    });
    if goes {
        return None;
    }
    let columns = key.columns.join(", ");
    let (along, cleared) = ("deletes them along so far", "clears the column so far");
    let see_to = format!("let whatever deletes rows of `{to}` see to those of `{table}`, and deploy that everywhere");
    let (message, says, rollout) = match (action.as_deref(), back) {
        (Some("CASCADE"), None) => (
            format!("deleting a row of `{to}` leaves its rows of `{table}` behind from now on: the foreign key that took them along goes"),
            along,
            vec![see_to, "drop the foreign key after that".to_owned()],
        ),
        (Some("SET NULL"), None) => (
            format!("deleting a row of `{to}` leaves `{table}` ({columns}) pointing to it from now on: the foreign key that cleared it goes"),
            cleared,
            vec![see_to, "drop the foreign key after that".to_owned()],
        ),
        (Some(was @ ("CASCADE" | "SET NULL")), Some(None | Some("NO ACTION" | "RESTRICT"))) => (
            format!("deleting a row of `{to}` fails from now on while rows of `{table}` ({columns}) point to it"),
            if was == "CASCADE" { along } else { cleared },
            vec![see_to, "change the foreign key after that".to_owned()],
        ),
        (None | Some("NO ACTION" | "RESTRICT"), Some(Some("CASCADE"))) => (
            format!("deleting a row of `{to}` deletes its rows of `{table}` ({columns}) from now on"),
            "refuses that so far",
            vec![format!("look at what deletes rows of `{to}`, and whether those of `{table}` may go with it")],
        ),
        _ => return None,
    };
    let mut finding = impact.told(&EFFECT, key, message, says.to_owned())?;
    finding.column = key.columns.first().cloned();
    finding.when = When::Later;
    // Code of its own may see to them by now.
    finding.severity = Severity::Medium;
    finding.confidence = Confidence::Likely;
    finding.rollout = rollout;
    Some(finding)
}

/// What becomes of the rows of a cascade, and whose they are.
fn fate(impact: &Impact, touched: &Touched, cascade: &Cascade) -> Option<(Fate, String)> {
    let action = cascade.association.on_delete.as_deref()?.to_lowercase();
    let is = |model: Option<&Model>| model.is_some_and(|it| it.name == touched.model.name);
    let (parent, child) = (cascade.parent, cascade.child);
    if is(parent) {
        let child = child.map_or(cascade.association.name.as_str(), |child| child.name.as_str());
        let kept = cascade.child.is_some_and(|child| impact.keeps_deleted(child));
        let fate = match (action.as_str(), touched.filter.library, touched.model.orm) {
            // `dependent: :destroy` asks the child, which may keep its rows.
            ("destroy" | "destroy_async", Some(_), "active_record") if kept => return None,
            ("destroy" | "destroy_async" | "delete_all" | "delete", Some(_), "active_record") => {
                Fate::Erased
            }
            ("nullify", Some(_), "active_record") => Fate::Detached,
            ("destroy" | "destroy_async" | "delete_all" | "delete" | "nullify", ..) => Fate::Stay,
            ("cascade", Some(library), "django") if ERASES.contains(&library) => {
                if kept {
                    return None;
                }
                Fate::Erased
            }
            ("cascade", ..) => Fate::Stay,
            _ => return None,
        };
        return Some((fate, child.to_owned()));
    }
    // Django collects the rows that go with another and deletes them in one statement: no `delete` of
    // their own runs.
    let keeps = parent.is_none_or(|parent| impact.keeps_deleted(parent));
    let taken = is(child)
        && cascade.association.kind == AssociationKind::BelongsTo
        && (touched.model.orm == "django" && action == "cascade")
        && !keeps
        && touched.filter.library.is_none_or(|library| !COLLECTS.contains(&library));
    taken.then(|| (Fate::Taken, touched.model.name.clone()))
}

/// Libraries whose soft delete still erases the rows that go with one.
const ERASES: &[&str] = &["django_permanent", "django_softdelete", "softdelete"];

/// Libraries that keep rows also where others take them along.
const COLLECTS: &[&str] = &["django_permanent"];

fn message(fate: Fate, touched: &Touched, whose: &str) -> String {
    let name = &touched.model.name;
    match fate {
        Fate::Erased => format!(
            "deleting a `{name}` softly still erases its {whose}: restoring it does not bring them back"
        ),
        Fate::Detached => format!(
            "deleting a `{name}` softly still detaches its {whose}: restoring it does not bring them back"
        ),
        Fate::Stay => {
            let unless = match touched.filter.library {
                Some(_) => "",
                None => ", unless its own code sees to them",
            };
            format!("{whose} of a deleted `{name}` stay from now on: the row that took them along is kept{unless}")
        }
        Fate::Taken => format!(
            "a `{name}` goes for good with what it belongs to: the soft delete is not asked"
        ),
    }
}

fn proof(fate: Fate, place: &Place) -> Evidence {
    let says = match fate {
        Fate::Erased => "still runs, and deletes for good",
        Fate::Detached => "still runs, and clears the key",
        Fate::Stay => "runs only where the row itself is deleted",
        Fate::Taken => "deletes these rows along, whatever their model says",
    };
    Evidence::new("association", place, says)
}

fn rollout(fate: Fate) -> Vec<String> {
    match fate {
        Fate::Erased | Fate::Detached => vec![
            "let the children delete softly first, or take the cascade away".to_owned(),
            "restore a deleted row with its children on a copy of production".to_owned(),
        ],
        Fate::Stay => vec![
            "delete or hide the children in the same place that marks the row".to_owned(),
            "let code that reads the children check that their parent is still there".to_owned(),
        ],
        Fate::Taken => vec!["let the parent delete softly too, or protect it".to_owned()],
    }
}
