//! A trigger, a function or a generated column names the column, or takes whole rows of the table.
//!
//! ## Why it matters
//! The code of a trigger is text to PostgreSQL and MySQL: nothing looks into it when a column goes or
//! gets another name, and the next write fails. A trigger that keeps whole rows also keeps the new
//! column, or fails where the table of the history has not got it.
//!
//! ## Example
//! ```sql
//! CREATE TRIGGER slugs BEFORE INSERT ON users FOR EACH ROW SET NEW.slug = LOWER(NEW.nickname);
//! # ALTER TABLE users DROP COLUMN nickname
//! ```
//!
//! ## Safe rollout
//! 1. Replace the function or the trigger by one that does without the column.
//! 2. Drop the column after that.
//!
//! ## Source
//! <https://www.postgresql.org/docs/current/plpgsql-implementation.html>,
//! <https://dev.mysql.com/doc/refman/8.4/en/trigger-syntax.html>; measured with PostgreSQL 15, MariaDB
//! 10.11 and SQLite 3.40.

use crate::{
    change::{DefaultValue, Op},
    database::{Body, Dialect, Object, ObjectKind, Owner, WholeRow},
    finding::{Confidence, Effect, Evidence, Finding, Severity, When},
    impact::{Impact, objects::same},
    sensitivity::{self, Sensitivity},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "trigger-involved", severity: Severity::Medium };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let runs = |object: &Object| {
        matches!(object.kind, ObjectKind::Trigger | ObjectKind::Function | ObjectKind::Generated)
    };
    let mut before = impact.objects();
    before.retain(runs);
    if before.is_empty() && !impact.changes.iter().any(|step| !step.objects.is_empty()) {
        return Vec::new();
    }
    let mut later = impact.objects_in_the_end();
    later.retain(runs);
    let later = Code { objects: &later };
    match impact.change().op {
        Op::AddColumn => {
            let mut found = whole_rows(impact, &later);
            found.extend(without_value(impact, &later));
            found
        }
        Op::DropColumn | Op::RenameColumn => {
            let mut found = defined(impact, &before);
            found.extend(coded(impact, &later));
            found
        }
        Op::AlterColumn => {
            let mut found = defined(impact, &before);
            found.extend(without_value(impact, &later));
            found.extend(retyped(impact, &later));
            found
        }
        Op::DropTable | Op::RenameTable => of_table(impact, &later),
        Op::CreateTable
        | Op::AddUnique
        | Op::DropUnique
        | Op::AddForeignKey
        | Op::DropForeignKey
        | Op::AddIndex
        | Op::DropIndex
        | Op::ChangePrimaryKey
        | Op::AddCheck
        | Op::AddEnumValue
        | Op::Opaque
        | Op::Define
        | Op::AddFilter
        | Op::DropFilter
        | Op::ChangeFilter
        | Op::Backfill => Vec::new(),
    }
}

/// The triggers and functions that are there, and what runs what.
struct Code<'o> {
    objects: &'o [Object],
}

/// Code that runs: of a trigger by itself, of the function that it runs, or of a function that
/// something else calls.
#[derive(Clone, Copy)]
struct Running<'o> {
    trigger: Option<&'o Object>,
    code: &'o Object,
}

impl<'o> Code<'o> {
    fn running(&self) -> Vec<Running<'o>> {
        let functions = || self.objects.iter().filter(|it| it.kind == ObjectKind::Function);
        let triggers = || self.objects.iter().filter(|it| it.kind == ObjectKind::Trigger);
        let mut found = Vec::new();
        for trigger in triggers() {
            let code = match &trigger.runs {
                Some(name) => functions().find(|function| function.name == *name),
                None => Some(trigger),
            };
            found.extend(code.map(|code| Running { trigger: Some(trigger), code }));
        }
        let alone = functions().filter(|function| {
            !triggers().any(|trigger| trigger.runs.as_deref() == Some(&function.name))
        });
        found.extend(alone.map(|code| Running { trigger: None, code }));
        found
    }
}

impl Running<'_> {
    fn body(&self) -> &Body {
        &self.code.body
    }

    /// `trigger `slugs``
    fn called(&self) -> String {
        let object = self.trigger.unwrap_or(self.code);
        format!("{} `{}`", object.kind.noun(), object.name)
    }

    /// The table whose writes run it.
    fn table(&self) -> Option<&str> {
        self.trigger.and_then(|trigger| trigger.table.as_deref())
    }

    fn is_of(&self, table: &str) -> bool {
        self.table().is_some_and(|own| same(own, table))
    }

    /// What fails when its code does.
    fn fails(&self) -> String {
        match self.table() {
            Some(table) => format!("writes to `{table}` fail"),
            None => format!("calls of {} fail", self.called()),
        }
    }

    /// Whether it names a column of the table.
    fn names(&self, impact: &Impact, column: &str) -> Option<Confidence> {
        let row = self.is_of(impact.table())
            && self.body().mentions.iter().any(|mention| {
                mention.of == Owner::Row && mention.column.eq_ignore_ascii_case(column)
            });
        if row { Some(Confidence::Likely) } else { impact.named(self.body(), column) }
    }

    /// A finding that its code proves.
    fn told(&self, impact: &Impact, message: String, says: String) -> Option<Finding> {
        let mut finding = impact.told(&EFFECT, self.code, message, says)?;
        finding.confidence = Confidence::Likely;
        finding.when = When::Later;
        if let Some(trigger) = self.trigger
            && trigger != self.code
            && let Some(place) = &trigger.place
        {
            let says = format!("runs it when `{}` is written", self.table().unwrap_or_default());
            finding.evidence.push(Evidence::new("trigger", place, says));
        }
        if self.trigger.is_none() {
            finding.severity = Severity::Medium;
        }
        Some(finding)
    }
}

/// Triggers that take the new column with the row.
fn whole_rows(impact: &Impact, later: &Code) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let table = impact.table();
    let mut found = Vec::new();
    for running in later.running().into_iter().filter(|running| running.is_of(table)) {
        for row in &running.body().rows {
            let called = running.called();
            let finding = match row {
                WholeRow::Document => {
                    let message = format!(
                        "{called} keeps `{column}` as well: it takes whole rows of `{table}`"
                    );
                    let mut finding = running.told(impact, message, "takes the whole row".to_owned());
                    if let Some(finding) = &mut finding {
                        finding.severity = match sensitivity::of(impact.change(), column) {
                            Sensitivity::Secret => Severity::High,
                            Sensitivity::Personal => Severity::Medium,
                            Sensitivity::Power | Sensitivity::Flag | Sensitivity::Plain => Severity::Low,
                        };
                        finding.rollout =
                            vec![format!("leave `{column}` out there if it is not to be kept")];
                    }
                    finding
                }
                WholeRow::Values(into) if !gets(impact, into, column) => {
                    let message = format!(
                        "writes to `{table}` fail once it has `{column}`: {called} inserts whole rows into `{into}`, which has no place for it"
                    );
                    let says = format!("inserts the values of whole rows into `{into}`");
                    let mut finding = running.told(impact, message, says);
                    if let Some(finding) = &mut finding {
                        finding.severity = Severity::High;
                        finding.rollout =
                            vec![format!("add `{column}` to `{into}` in the same migration")];
                    }
                    finding
                }
                WholeRow::Values(_) => None,
            };
            found.extend(finding);
        }
    }
    found
}

/// Whether a table has the column, or gets it in the same set.
fn gets(impact: &Impact, table: &str, column: &str) -> bool {
    let adds = impact.changes.iter().any(|change| {
        matches!(change.op, Op::AddColumn | Op::Opaque)
            && same(&change.table, table)
            && change.column.as_deref().is_none_or(|added| added == column)
    });
    adds || impact.app.has_column(table, column) == Some(true)
}

/// Inserts that do not set a column which needs a value.
fn without_value(impact: &Impact, later: &Code) -> Vec<Finding> {
    let change = impact.change();
    let Some(column) = change.column.as_deref() else { return Vec::new() };
    let table = impact.table();
    let known = impact.app.tables.get(table).and_then(|table| table.column(column));
    let default = match (&change.default, known) {
        (DefaultValue::Unsaid, Some(known)) => &known.default,
        (default, _) => default,
    };
    let required = change.nullable == Some(false)
        && matches!(default, DefaultValue::Unsaid | DefaultValue::Null)
        && !change.sql_type.as_deref().is_some_and(|name| name.contains("serial"));
    if !required {
        return Vec::new();
    }
    let inserts = |running: &Running| {
        let mut into = running.body().inserts.iter().filter(|(into, _)| same(into, table));
        into.any(|(_, columns)| {
            columns.as_ref().is_some_and(|listed| {
                !listed.iter().any(|name| name.eq_ignore_ascii_case(column))
            })
        })
    };
    let found = later.running().into_iter().filter(inserts).filter_map(|running| {
        let message = format!(
            "{}: {} inserts into `{table}` without `{column}`, which then needs a value",
            running.fails(),
            running.called(),
        );
        let says = format!("inserts into `{table}` without `{column}`");
        let mut finding = running.told(impact, message, says)?;
        if running.trigger.is_some() {
            finding.severity = Severity::High;
        }
        finding.rollout = vec![
            format!("give `{column}` a default"),
            "or replace the function before the column needs a value".to_owned(),
        ];
        Some(finding)
    });
    found.collect()
}

/// What the database itself knows to name the column: `UPDATE OF`, `WHEN`, generated columns.
fn defined(impact: &Impact, before: &[Object]) -> Vec<Finding> {
    let change = impact.change();
    let column = match change.op {
        Op::AlterColumn => impact.typed(),
        // Names in definitions follow.
        Op::RenameColumn => None,
        _ => impact.removed(),
    };
    let Some(column) = column else { return Vec::new() };
    let found = before.iter().filter_map(|object| {
        let ours = object.table.as_deref().is_some_and(|table| same(table, impact.table()));
        let is = |name: &String| name.eq_ignore_ascii_case(column);
        let named = match object.kind {
            ObjectKind::Trigger => object.columns.iter().any(is),
            ObjectKind::Generated => !is(&object.name) && impact.named(&object.body, column).is_some(),
            // What is of standard SQL is kept as what it means.
            _ => object.body.tracked && impact.named(&object.body, column).is_some(),
        };
        let (noun, name) = (object.kind.noun(), &object.name);
        let dialect = impact.dialect(object);
        if !named || !(ours || object.kind == ObjectKind::Function) {
            return None;
        }
        let subject = change.subject();
        let message = match (change.op, dialect) {
            (Op::AlterColumn, Some(Dialect::Postgres)) => format!(
                "the migration fails: PostgreSQL does not change the type of `{subject}` while {noun} `{name}` names it"
            ),
            (Op::AlterColumn, None) if object.kind == ObjectKind::Generated => format!(
                "{noun} `{name}` is computed from `{subject}`: PostgreSQL does not change the type of that"
            ),
            (Op::AlterColumn, _) => return None,
            (_, Some(Dialect::Postgres)) if change.cascade => {
                format!("dropping `{subject}` with CASCADE drops {noun} `{name}`, which names it")
            }
            (_, _) => format!(
                "the migration fails: `{subject}` cannot be dropped while {noun} `{name}` names it"
            ),
        };
        let mut finding = impact.told(&EFFECT, object, message, format!("names `{column}`"))?;
        let sure = dialect.is_some() || change.op != Op::AlterColumn;
        finding.severity = if sure { Severity::High } else { Severity::Medium };
        finding.rollout =
            vec![format!("replace or drop {noun} `{name}` in the same migration, before this step")];
        Some(finding)
    });
    found.collect()
}

/// Code that names a column which is gone, or has another name.
fn coded(impact: &Impact, later: &Code) -> Vec<Finding> {
    let Some(column) = impact.removed() else { return Vec::new() };
    let change = impact.change();
    let mut found = Vec::new();
    for running in later.running() {
        let by_value = running.trigger.filter(|trigger| {
            running.is_of(impact.table()) && trigger.arguments.iter().any(|it| it == column)
        });
        // SQLite follows names, and does not let the column go.
        let sqlite = running.code.dialect == Some(Dialect::Sqlite)
            || running.code.dialect.is_none() && impact.app.dialect == Some(Dialect::Sqlite);
        let Some(confidence) = running.names(impact, column) else {
            found.extend(by_value.and_then(|_| names_gone(impact, &running, column)));
            continue;
        };
        if sqlite && change.op == Op::RenameColumn || running.code.body.tracked {
            continue;
        }
        let mut finding = match sqlite {
            true => {
                let message = format!(
                    "the migration fails: SQLite does not drop `{}` while {} names it",
                    change.subject(),
                    running.called()
                );
                let told = running.told(impact, message, format!("names `{column}`"));
                told.map(|finding| Finding {
                    severity: Severity::High,
                    when: When::Migrated,
                    ..finding
                })
            }
            false => names_gone(impact, &running, column),
        };
        if let Some(finding) = &mut finding {
            finding.confidence = finding.confidence.min(confidence);
        }
        found.extend(finding);
    }
    // A trigger of PostgreSQL that names columns by values runs a function that no file defines.
    let triggers = later.objects.iter().filter(|it| it.kind == ObjectKind::Trigger);
    for trigger in triggers {
        let running = Running { trigger: Some(trigger), code: trigger };
        if running.is_of(impact.table()) && trigger.arguments.iter().any(|it| it == column) {
            found.extend(names_gone(impact, &running, column));
        }
    }
    found
}

fn names_gone(impact: &Impact, running: &Running, column: &str) -> Option<Finding> {
    let subject = impact.change().subject();
    let how = match impact.change().to.as_deref() {
        Some(to) => format!("is called `{to}`"),
        None => "is gone".to_owned(),
    };
    let message = format!(
        "{} once `{subject}` {how}: {} names it, and its code is not checked before it runs",
        running.fails(),
        running.called(),
    );
    let message = match running.trigger {
        Some(_) => message,
        None => format!("{} once `{subject}` {how}: its code names it", running.fails()),
    };
    let mut finding = running.told(impact, message, format!("names `{column}`"))?;
    if running.trigger.is_some() {
        finding.severity = Severity::High;
    }
    finding.rollout = vec![
        format!("replace the code of {} first", running.called()),
        match impact.change().op {
            Op::RenameColumn => "rename the column in the same migration".to_owned(),
            _ => "drop the column after that".to_owned(),
        },
    ];
    Some(finding)
}

/// Code that goes on with another type.
fn retyped(impact: &Impact, later: &Code) -> Vec<Finding> {
    let Some(column) = impact.retyped() else { return Vec::new() };
    let found = later.running().into_iter().filter_map(|running| {
        running.names(impact, column)?;
        let subject = impact.change().subject();
        let message =
            format!("{} works with `{subject}` in its new type", running.called());
        let mut finding = running.told(impact, message, format!("names `{column}`"))?;
        finding.severity = Severity::Low;
        // Most types go on to fit.
        finding.confidence = Confidence::Possible;
        Some(finding)
    });
    found.collect()
}

/// Code that reads or writes a table which is gone, or has another name.
fn of_table(impact: &Impact, later: &Code) -> Vec<Finding> {
    let table = impact.table();
    let renames = impact.change().op == Op::RenameTable;
    let found = later.running().into_iter().filter_map(|running| {
        let follows = impact.dialect(running.code) == Some(Dialect::Sqlite) && renames;
        let names = running.body().tables.iter().any(|named| same(named, table));
        // What belongs to the table goes with it.
        let goes = !renames && running.is_of(table);
        if !names || goes || follows || running.code.body.tracked {
            return None;
        }
        let how = match impact.change().to.as_deref() {
            Some(to) => format!("is called `{to}`"),
            None => "is gone".to_owned(),
        };
        let message = match running.trigger {
            Some(_) => {
                format!("{} once `{table}` {how}: {} uses it", running.fails(), running.called())
            }
            None => format!("{} once `{table}` {how}: its code uses it", running.fails()),
        };
        let mut finding = running.told(impact, message, format!("uses `{table}`"))?;
        if running.trigger.is_some() {
            finding.severity = Severity::High;
        }
        finding.rollout = vec![format!("replace the code of {} first", running.called())];
        Some(finding)
    });
    found.collect()
}
