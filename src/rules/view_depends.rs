//! A view, a policy or a publication names the column or the table that changes.
//!
//! ## Why it matters
//! A view is part of the database, and no search of the models finds what it selects. PostgreSQL does
//! not drop a column or change its type while a view or a policy uses it, so that the migration fails;
//! with CASCADE, which some tools write by themselves, the view goes too. MySQL lets the column go, and
//! the view cannot be read any more. Views of `SELECT *` keep the columns that they were made with.
//!
//! ## Example
//! ```sql
//! CREATE VIEW members AS SELECT id, nickname FROM users;
//! # ALTER TABLE users DROP COLUMN nickname
//! ```
//!
//! ## Safe rollout
//! 1. Replace the view by one without the column, in the same migration before the column goes.
//! 2. Deploy the code that reads the view before that.
//!
//! ## Source
//! <https://www.postgresql.org/docs/current/ddl-depend.html>,
//! <https://dev.mysql.com/doc/refman/8.4/en/create-view.html>,
//! <https://www.sqlite.org/lang_altertable.html>; measured with PostgreSQL 15, MariaDB 10.11 and
//! SQLite 3.40.

use crate::{
    change::Op,
    database::{Dialect, Object, ObjectKind},
    finding::{Confidence, Effect, Evidence, Finding, Severity},
    impact::{Impact, objects::same},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "view-depends", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let is_ours = |object: &Object| {
        matches!(
            object.kind,
            ObjectKind::View
                | ObjectKind::MaterializedView
                | ObjectKind::Policy
                | ObjectKind::Publication
        )
    };
    let mut objects = impact.objects();
    objects.retain(is_ours);
    if objects.is_empty() {
        return Vec::new();
    }
    let later = impact.objects_in_the_end();
    let found = objects.iter().filter_map(|object| {
        let stays = later.iter().find(|it| it.is(object.kind, &object.name, object.table.as_deref()));
        match impact.change().op {
            Op::DropColumn => dropped(impact, object, stays),
            Op::RenameColumn => renamed(impact, object, stays),
            Op::AlterColumn => retyped(impact, object),
            Op::DropTable => without_table(impact, object, stays),
            Op::RenameTable => other_table(impact, object, stays),
            Op::AddColumn => added(impact, object),
            _ => None,
        }
    });
    let mut told: Vec<Finding> = Vec::new();
    for finding in found.map(|finding| with_model(impact, finding)) {
        // Several definitions of one name may say the same.
        if !told.iter().any(|known| known.message == finding.message) {
            told.push(finding);
        }
    }
    told
}

/// `view `members``
fn called(object: &Object) -> String {
    format!("{} `{}`", object.kind.noun(), object.name)
}

/// How an object names a column of the table.
fn uses(impact: &Impact, object: &Object, column: &str) -> Option<Confidence> {
    let listed = object.columns.iter().any(|name| name.eq_ignore_ascii_case(column));
    if listed && object.kind == ObjectKind::Publication {
        return Some(Confidence::Certain);
    }
    impact.named(&object.body, column)
}

/// A finding about a column that an object names.
fn about(impact: &Impact, object: &Object, column: &str, message: String) -> Option<Finding> {
    let confidence = uses(impact, object, column)?;
    let says = format!("names `{column}`");
    let mut finding = impact.told(&EFFECT, object, message, says)?;
    finding.confidence = confidence;
    finding.model = Some(object.name.clone());
    Some(finding)
}

fn dropped(impact: &Impact, object: &Object, stays: Option<&Object>) -> Option<Finding> {
    let column = impact.removed().filter(|_| impact.change().op == Op::DropColumn)?;
    let subject = impact.change().subject();
    let called = called(object);
    let goes_on = stays.is_some_and(|object| uses(impact, object, column).is_some());
    let message = match impact.dialect(object) {
        Some(Dialect::Postgres) if impact.change().cascade => {
            format!("dropping `{subject}` with CASCADE drops {called}, which names it")
        }
        Some(dialect @ (Dialect::Postgres | Dialect::Sqlite)) => format!(
            "the migration fails: {} does not drop `{subject}` while {called} names it",
            dialect.name()
        ),
        Some(Dialect::MySql) if goes_on => {
            format!("{called} can no longer be read: it names `{subject}`, which goes")
        }
        None if impact.change().cascade => format!(
            "{called} names `{subject}`: PostgreSQL drops it with the column, and in MySQL it can no longer be read"
        ),
        None if goes_on => format!(
            "{called} names `{subject}`: PostgreSQL and SQLite do not drop the column, and in MySQL the view can no longer be read"
        ),
        Some(Dialect::MySql) | None => return None,
    };
    let mut finding = about(impact, object, column, message)?;
    finding.rollout = vec![
        format!("replace or drop {called} in the same migration, before the column goes"),
        match object.kind {
            ObjectKind::Policy => "see that another policy keeps the rows apart".to_owned(),
            _ => "deploy the code that does without that column of it first".to_owned(),
        },
    ];
    Some(finding)
}

fn renamed(impact: &Impact, object: &Object, stays: Option<&Object>) -> Option<Finding> {
    let column = impact.removed()?;
    let to = impact.change().to.as_deref()?;
    let subject = impact.change().subject();
    let view = matches!(object.kind, ObjectKind::View | ObjectKind::MaterializedView);
    // Policies and publications follow, and exist in PostgreSQL alone.
    let goes_on = stays.is_some_and(|object| uses(impact, object, column).is_some());
    if !view || !goes_on {
        return None;
    }
    let called = called(object);
    let (severity, message) = match impact.dialect(object) {
        // The view follows, and gives the column the name that it had.
        Some(Dialect::Postgres) => return None,
        Some(Dialect::Sqlite) => (
            Severity::Medium,
            format!("{called} may give `{to}` in place of `{column}`: SQLite renames it in the view too"),
        ),
        Some(Dialect::MySql) => (
            Severity::High,
            format!("{called} can no longer be read: it names `{subject}`, which is renamed"),
        ),
        None => (
            Severity::Medium,
            format!(
                "{called} names `{subject}`: in MySQL it can no longer be read, in PostgreSQL it keeps the old name"
            ),
        ),
    };
    let mut finding = about(impact, object, column, message)?;
    finding.severity = severity;
    finding.rollout = vec![format!("replace {called} in the same migration")];
    Some(finding)
}

fn retyped(impact: &Impact, object: &Object) -> Option<Finding> {
    let column = impact.typed()?;
    let dialect = impact.dialect(object);
    // A list of columns does not fix their types.
    if matches!(dialect, Some(Dialect::MySql | Dialect::Sqlite))
        || object.kind == ObjectKind::Publication && impact.named(&object.body, column).is_none()
    {
        return None;
    }
    let (subject, called) = (impact.change().subject(), called(object));
    let message = match dialect {
        Some(_) => format!(
            "the migration fails: PostgreSQL does not change the type of `{subject}` while {called} uses it"
        ),
        None => format!(
            "{called} uses `{subject}`: PostgreSQL does not change the type of the column while it is there"
        ),
    };
    let mut finding = about(impact, object, column, message)?;
    if dialect.is_none() {
        finding.severity = Severity::Medium;
    }
    finding.rollout = vec![format!("drop {called}, change the type, and make it anew, in one migration")];
    Some(finding)
}

/// Whether an object reads the table, and is not part of it.
fn reads_table(impact: &Impact, object: &Object) -> bool {
    let own = object.table.as_deref().is_some_and(|table| same(table, impact.table()));
    !own && object.body.tables.iter().any(|table| same(table, impact.table()))
}

fn of_table(impact: &Impact, object: &Object, message: String) -> Option<Finding> {
    let says = format!("reads `{}`", impact.table());
    let mut finding = impact.told(&EFFECT, object, message, says)?;
    finding.model = Some(object.name.clone());
    Some(finding)
}

fn without_table(impact: &Impact, object: &Object, stays: Option<&Object>) -> Option<Finding> {
    if !reads_table(impact, object) {
        return None;
    }
    let (table, called) = (impact.table(), called(object));
    let goes_on = stays.is_some_and(|object| reads_table(impact, object));
    let message = match impact.dialect(object) {
        Some(Dialect::Postgres) if impact.change().cascade => {
            format!("dropping `{table}` with CASCADE drops {called}, which reads it")
        }
        Some(Dialect::Postgres) => {
            format!("the migration fails: PostgreSQL does not drop `{table}` while {called} reads it")
        }
        Some(Dialect::MySql | Dialect::Sqlite) if goes_on => {
            format!("{called} can no longer be read: it reads `{table}`, which goes")
        }
        None if goes_on => format!(
            "{called} reads `{table}`: PostgreSQL does not drop the table, elsewhere the view can no longer be read"
        ),
        _ => return None,
    };
    let mut finding = of_table(impact, object, message)?;
    finding.rollout =
        vec![format!("replace or drop {called} in the same migration, before the table goes")];
    Some(finding)
}

fn other_table(impact: &Impact, object: &Object, stays: Option<&Object>) -> Option<Finding> {
    let goes_on = stays.is_some_and(|object| reads_table(impact, object));
    if !reads_table(impact, object) || !goes_on {
        return None;
    }
    let (table, called) = (impact.table(), called(object));
    let (severity, message) = match impact.dialect(object) {
        Some(Dialect::Postgres | Dialect::Sqlite) => return None,
        Some(Dialect::MySql) => (
            Severity::High,
            format!("{called} can no longer be read: it reads `{table}`, which is renamed"),
        ),
        None => (
            Severity::Medium,
            format!("{called} reads `{table}`: in MySQL it can no longer be read once the table is renamed"),
        ),
    };
    let mut finding = of_table(impact, object, message)?;
    finding.severity = severity;
    finding.rollout = vec![format!("replace {called} in the same migration")];
    Some(finding)
}

fn added(impact: &Impact, object: &Object) -> Option<Finding> {
    let column = impact.added()?;
    let (table, called) = (impact.table(), called(object));
    if object.kind == ObjectKind::Publication {
        return published(impact, object, column);
    }
    let whole = object.body.stars.iter().any(|star| same(star, table));
    let view = matches!(object.kind, ObjectKind::View | ObjectKind::MaterializedView);
    if !whole || !view || impact.dialect(object) == Some(Dialect::Sqlite) {
        return None;
    }
    let where_ = match impact.dialect(object) {
        Some(_) => String::new(),
        None => " in PostgreSQL and MySQL".to_owned(),
    };
    let message = format!(
        "{called} does not get `{column}`{where_}: it keeps the columns of `{table}` that it was made with"
    );
    let says = format!("selects every column that `{table}` had");
    let mut finding = impact.told(&EFFECT, object, message, says)?;
    finding.model = Some(object.name.clone());
    finding.severity = Severity::Low;
    finding.rollout = vec![format!("make {called} anew if its readers need the column")];
    Some(finding)
}

/// Logical replication sends rows and values, and no change of the schema.
fn published(impact: &Impact, object: &Object, column: &str) -> Option<Finding> {
    let (table, called) = (impact.table(), called(object));
    let (severity, message) = match object.columns.is_empty() {
        true => (
            Severity::Medium,
            format!(
                "{called} sends `{column}` from now on: replication of `{table}` stops at subscribers without that column"
            ),
        ),
        false => {
            (Severity::Low, format!("{called} lists the columns of `{table}`, and does not send `{column}`"))
        }
    };
    let says = match (&object.table, object.columns.is_empty()) {
        (None, _) => "sends all tables".to_owned(),
        (Some(_), true) => format!("sends every column of `{table}`"),
        (Some(_), false) => "sends these columns".to_owned(),
    };
    let mut finding = impact.told(&EFFECT, object, message, says)?;
    finding.model = Some(object.name.clone());
    finding.severity = severity;
    finding.rollout = vec!["add the column at the subscribers first".to_owned()];
    Some(finding)
}

/// The model that reads the view is what breaks.
fn with_model(impact: &Impact, mut finding: Finding) -> Finding {
    let view = finding.model.take();
    let model = view.as_deref().and_then(|view| impact.app.models_of(view).next());
    if let Some(model) = model {
        finding.evidence.push(Evidence::new("class", &model.place, "reads the view"));
        finding.model = Some(model.name.clone());
    }
    finding
}
