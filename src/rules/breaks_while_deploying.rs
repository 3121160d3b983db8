//! Servers that still run the old code fail on the new schema.
//!
//! ## Why it matters
//! A migration runs while the code before it still serves: until every server and every worker has been
//! replaced, and again when the release is taken back. Most ORMs name columns that nobody wrote in a
//! statement. Django, SQLAlchemy, Prisma, TypeORM, Sequelize and Drizzle list every mapped column in
//! each SELECT and INSERT; Active Record writes by the columns that the table had when the process
//! started. A column that goes, gets another name or must be given a value then breaks all of them,
//! and no test sees it, because tests run new code on the new schema.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//! end
//! # remove_column :users, :status
//! ```
//! Old processes go on to send `INSERT INTO users (email, status) …`.
//!
//! ## Safe rollout
//! 1. Release code that no longer knows the column: `ignored_columns` in Rails,
//!    `SeparateDatabaseAndState` in Django, the field taken out of the model or `@ignore` elsewhere.
//! 2. Drop the column in the next release.
//! 3. Take `ignored_columns` out in the release after that.
//!
//! A new name is a new column that both are written to for one release. A column that is NOT NULL needs
//! a default that the database knows, or arrives nullable and becomes NOT NULL a release later.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (`partial_inserts` is off with the defaults of 7.0),
//! Django 5.2, SQLAlchemy 2.0, Prisma, TypeORM, Sequelize and Drizzle.

use std::collections::BTreeSet;

use crate::{
    app::{
        Model, Table,
        access::{Naming, NamingKind},
        replay,
    },
    change::{Change, DefaultValue, Op},
    column_type::ColumnType,
    finding::{Confidence, Effect, Evidence, Finding, Severity, When},
    impact::Impact,
    orm::statements::{self, Statements},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "breaks-while-deploying", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    match impact.change().op {
        Op::DropColumn | Op::RenameColumn => {
            let Some(column) = impact.removed() else { return Vec::new() };
            let mut findings = Vec::new();
            findings.extend(missing(impact, column));
            findings.extend(seen_again(impact, column));
            findings
        }
        Op::DropTable | Op::RenameTable => {
            without_table(impact).or_else(|| unmapped(impact)).into_iter().collect()
        }
        Op::AddColumn => {
            let mut findings = Vec::new();
            findings.extend(unfilled(impact));
            findings.extend(replanned(impact));
            findings
        }
        Op::AlterColumn if impact.change().sql_type.is_some() => {
            replanned(impact).into_iter().chain(misread(impact)).collect()
        }
        Op::AlterColumn
        | Op::CreateTable
        | Op::AddUnique
        | Op::DropUnique
        | Op::AddForeignKey
        | Op::DropForeignKey
        | Op::AddIndex
        | Op::DropIndex
        | Op::ChangePrimaryKey
        | Op::AddCheck
        | Op::AddEnumValue
        | Op::AddFilter
        | Op::DropFilter
        | Op::ChangeFilter
        | Op::Opaque
        | Op::Define
        | Op::Backfill => Vec::new(),
    }
}

/// Statements of the old code that name a column which is gone.
fn missing(impact: &Impact, column: &str) -> Option<Finding> {
    // Where the table has another name, too, no statement gets as far as the column.
    let with_table = |other: &Change| match other.op {
        Op::DropTable => other.table == impact.table(),
        Op::RenameTable => other.table == impact.old_table(),
        _ => false,
    };
    if impact.changes.iter().any(with_table) {
        return None;
    }
    let mut naming = impact.old_models().into_iter().filter_map(|model| {
        let link = named(impact, model, column)?;
        Some((model, link))
    });
    let (first, proof) = naming.next()?;
    let subject = format!("{}.{column}", impact.old_table());
    let cached = impact.statements(first) == Some(Statements::Cached);
    // Where no setting and no library tells, the migration may.
    let written_for = impact.change().release.filter(|release| *release < (7, 0));
    let partial = impact.before.app.partial_inserts.or(written_for.map(|_| true));
    let message = match (cached, partial) {
        (false, _) => format!(
            "servers that still run the old code fail on `{}`: every SELECT and INSERT of it names `{subject}`",
            first.name
        ),
        (true, Some(true)) => format!(
            "servers that still run the old code fail wherever they set `{subject}` of `{}`: they have cached the column",
            first.name
        ),
        (true, _) => format!(
            "servers that still run the old code cannot create `{}`: they have cached `{subject}`, and every INSERT names it",
            first.name
        ),
    };
    let mut finding = deploying(impact, first, message, proof);
    finding.evidence.extend(naming.map(|(_, link)| link));
    finding.column = Some(column.to_owned());
    if cached && partial == Some(true) {
        finding.severity = Severity::Medium;
    }
    if cached && impact.before.app.partial_inserts.is_none() {
        // Which columns an INSERT names depends on the defaults that the application loads.
        finding.confidence = Confidence::Likely;
    }
    if let Some(now) = impact.now(first).filter(|_| impact.before.based)
        && let Some((_, place)) = now.ignored.iter().find(|(name, _)| name == column)
    {
        let says = "comes with this change: the code that runs does not have it yet";
        finding.evidence.push(Evidence::new("setting", place, says));
    }
    finding.rollout = match impact.change().op {
        Op::RenameColumn => renamed(impact, column),
        _ => statements::taken_out(first.orm, &first.name, column, may_be_left_out(impact, column)),
    };
    Some(finding)
}

/// Whether INSERTs may leave a column out as it stands.
fn may_be_left_out(impact: &Impact, column: &str) -> bool {
    let dumped = impact.before.app.tables.get(impact.old_table());
    let dumped = dumped.and_then(|table| table.column(column));
    let models = impact.old_models().into_iter();
    let declared = models.filter_map(|model| model.attributes.as_ref()).flatten();
    let mut declared = declared.map(|known| &known.column).filter(|known| known.name == column);
    dumped.or_else(|| declared.next()).is_some_and(|known| {
        known.nullable == Some(true) || known.default.is_given()
    })
}

/// What shows that statements of a model name a column.
fn named(impact: &Impact, model: &Model, column: &str) -> Option<Evidence> {
    if model.ignored.iter().any(|(name, _)| name == column) {
        return None;
    }
    match impact.statements(model)? {
        Statements::Given => None,
        // No INSERT names what the database computes.
        Statements::Cached if impact.was_computed(column) => None,
        Statements::Cached => {
            let place = impact.here(model, &model.place);
            Some(Evidence::new("class", &place, "caches the columns of the table and does not ignore this one"))
        }
        Statements::Declared => {
            let mut declared = model.attributes.as_ref()?.iter();
            let attribute = declared.find(|known| known.column.name == column)?;
            // What is declared by the working tree too is shown there.
            let now = impact.now(model).and_then(|now| {
                now.attributes.as_ref()?.iter().find(|known| known.column.name == column)
            });
            let place = match now.and_then(|now| now.column.place.as_ref()) {
                Some(place) => place.clone(),
                None => impact.here(model, attribute.column.place.as_ref().unwrap_or(&model.place)),
            };
            let says = match impact.before.based && now.is_none() {
                true => format!("maps the column as `{}` at the base", attribute.name),
                false => "maps the column".to_owned(),
            };
            Some(match impact.vanished(model) {
                Some(place) => {
                    let says = format!("`{}` {says}, in {}", model.name, model.place.file);
                    Evidence::new("change", place, says)
                }
                None => Evidence::new("column", &place, says),
            })
        }
    }
}

fn renamed(impact: &Impact, column: &str) -> Vec<String> {
    let to = impact.change().to.as_deref().unwrap_or("the new name");
    vec![
        format!("add `{to}` beside `{column}`, write both, and copy what is there"),
        format!("read `{to}` alone in the next release, and stop mapping `{column}`"),
        format!("drop `{column}` in the release after that"),
    ]
}

/// New code that sees a column again which it ignored, while the column is still there.
fn seen_again(impact: &Impact, column: &str) -> Option<Finding> {
    if !impact.before.based {
        return None;
    }
    let ignores =
        |model: &Model| model.ignored.iter().any(|(name, _)| name == column);
    let (old, now) = impact.old_models().into_iter().find_map(|old| {
        let now = impact.now(old)?;
        let cached = impact.statements(old) == Some(Statements::Cached);
        (cached && ignores(old) && !ignores(now)).then_some((old, now))
    })?;
    let message = format!(
        "`{}` no longer ignores `{}` in the release that drops it: processes that start before the migration has run cache the column again",
        now.name,
        impact.change().subject(),
    );
    let proof = Evidence::new("class", &now.place, "ignored the column at the base");
    let mut finding = deploying(impact, old, message, proof);
    finding.column = Some(column.to_owned());
    finding.severity = Severity::Medium;
    finding.when = When::Before;
    finding.rollout = vec![
        "leave the column in `ignored_columns` in this release".to_owned(),
        "take it out in the next one, when the column is gone".to_owned(),
    ];
    Some(finding)
}

/// Queries of a table that is gone, or in whose place another one stands that lacks what they name.
fn without_table(impact: &Impact) -> Option<Finding> {
    let mut models = impact.old_models();
    models.retain(|model| !impact.is_idle(model));
    let other = (!impact.takes_table()).then(|| in_its_place(impact));
    let lacks = |model: &Model| other.as_ref().and_then(|other| lacking(impact, model, other.as_ref()?));
    models.retain(|model| other.is_none() || lacks(model).is_some());
    let (first, rest) = models.split_first()?;
    impact.statements(first)?;
    let lacked = lacks(first);
    let fate = match &lacked {
        Some(column) => format!("gives its place to one without `{column}`"),
        None => impact.fate_of_table(),
    };
    let message = format!(
        "servers that still run the old code fail on every query of `{}`: its table `{}` {fate}",
        first.name,
        impact.old_table(),
    );
    let mut finding = deploying(impact, first, message, impact.maps(first));
    finding.evidence.extend(rest.iter().map(|model| impact.maps(model)));
    finding.rollout = match &impact.change().to {
        _ if lacked.is_some() => vec![
            "leave both tables in place for a release, each under a name of its own".to_owned(),
            "let the code that runs go over to the new one, and take the old one away after that"
                .to_owned(),
        ],
        Some(to) => vec![
            format!("leave a view of the old name over `{to}` until the old code is gone"),
            "or keep the name of the table, and let the model say it".to_owned(),
        ],
        None => vec![
            "remove the model and all that reads or writes it, and deploy that everywhere".to_owned(),
            "drop the table in the next release".to_owned(),
        ],
    };
    finding.column = lacked;
    Some(finding)
}

/// The table that stands under the old name when the whole set has run.
fn in_its_place(impact: &Impact) -> Option<Table> {
    let mut tables = impact.app.tables.clone();
    for (at, step) in impact.changes.iter().enumerate() {
        let table = impact.name_then(at).to_owned();
        replay::apply(&mut tables, &Change { table, ..step.clone() });
    }
    tables.remove(impact.old_table()).filter(|table| table.complete)
}

/// The first column that every statement of a model names, and that another table has not.
fn lacking(impact: &Impact, model: &Model, other: &Table) -> Option<String> {
    if impact.statements(model) != Some(Statements::Declared) {
        return None;
    }
    let mut declared = model.attributes.iter().flatten().map(|known| &known.column.name);
    declared.find(|name| other.column(name).is_none()).cloned()
}

/// Queries of a table that is gone and that no model maps, in code that the branch changes: what is left
/// of them is told for itself.
fn unmapped(impact: &Impact) -> Option<Finding> {
    let (change, table) = (impact.change(), impact.old_table());
    if !impact.before.based || !impact.takes_table() || !impact.old_models().is_empty() {
        return None;
    }
    let names = |naming: &&Naming| {
        naming.kind == NamingKind::Reaches
            && naming.tables.iter().any(|named| named.eq_ignore_ascii_case(table))
            && impact.before.differ.contains(&naming.place.file)
    };
    let queries: Vec<&Naming> = impact.before.app.namings.iter().filter(names).collect();
    let files: BTreeSet<&str> = queries.iter().map(|it| &*it.place.file).collect();
    let mut files = files.into_iter();
    let (first, more) = (files.next()?, files.len());
    let what = impact.fate_of_table();
    let message = match queries.len() {
        1 => format!("servers that still run the old code fail at 1 query: it names `{table}`, which {what}"),
        n => format!("servers that still run the old code fail at {n} queries: they name `{table}`, which {what}"),
    };
    let says = match more {
        0 => format!("{first} names it at the base"),
        n => format!("{first} and {n} more files name it at the base"),
    };
    let mut finding =
        Finding::new(&EFFECT, impact.at, message, Evidence::new("change", change.place.as_ref()?, says));
    finding.table = Some(impact.table().to_owned());
    finding.when = When::Deploying;
    finding.rollout = impact.farewell_to_table("the old code is gone");
    Some(finding)
}

/// Values of a kind that the old code does not take.
fn misread(impact: &Impact) -> Option<Finding> {
    let change = impact.change();
    let (column, new) = (change.column.as_deref()?, change.sql_type.as_deref()?);
    let is = kind(new)?;
    let (model, was) = impact.old_models().into_iter().find_map(|model| {
        let mut declared = model.attributes.iter().flatten();
        let known = declared.find(|known| known.column.name == column)?;
        let was = known.column.sql_type.as_deref()?;
        let other = kind(was).is_some_and(|kind| kind != is);
        (other && statements::is_strict(model.orm)).then_some((model, was))
    })?;
    let message = format!(
        "servers that still run the old code fail on rows of `{}`: they take `{}` for {was}, and it is {new}",
        model.name,
        change.subject(),
    );
    let mut proof = named(impact, model, column)?;
    let base = if impact.before.based { " at the base" } else { "" };
    proof.says = format!("maps the column as {was}{base}");
    let mut finding = deploying(impact, model, message, proof);
    finding.column = Some(column.to_owned());
    finding.rollout = vec![
        format!("add a column of the new type beside `{column}`, write both, and copy what is there"),
        "read the new one alone in the next release, and drop the old one after that".to_owned(),
    ];
    Some(finding)
}

/// Kinds of values that no client takes for each other.
fn kind(sql_type: &str) -> Option<&'static str> {
    use ColumnType::{Boolean, Date, Float, Integer, Json, Numeric, Time, Timestamp};
    match ColumnType::of(sql_type) {
        Timestamp(_) | Date | Time => Some("time"),
        Boolean => Some("truth"),
        Integer(_) | Numeric(_) | Float => Some("number"),
        Json => Some("document"),
        ColumnType::Text(_) | ColumnType::Array(_) | ColumnType::Other(_) => None,
    }
}

/// INSERTs of the old code, which leave out a column that must have a value.
fn unfilled(impact: &Impact) -> Option<Finding> {
    let change = impact.change();
    let column = change.column.as_deref()?;
    let has_default = !matches!(change.default, DefaultValue::Unsaid | DefaultValue::Null);
    if change.nullable != Some(false) || has_default || impact.is_set_by_trigger(column) {
        return None;
    }
    let fills = |model: &Model| {
        let declared = model.attributes.iter().flatten();
        impact.before.based && declared.into_iter().any(|known| known.column.name == column)
    };
    let models = impact.old_models();
    let mut without = models
        .into_iter()
        .filter(|model| impact.statements(model).is_some() && !fills(model));
    let first = without.next()?;
    let message = format!(
        "servers that still run the old code cannot create `{}`: `{}` is NOT NULL, and the database has no default for it",
        first.name,
        change.subject(),
    );
    let link = |model: &Model| {
        let says = match &change.client_default {
            DefaultValue::Unsaid => "its INSERTs leave the column out",
            _ => "its INSERTs leave the column out: the default is one of the new code",
        };
        match impact.vanished(model) {
            Some(place) => {
                let says = format!("{says}, as `{}` has it at the base, in {}", model.name, model.place.file);
                Evidence::new("change", place, says)
            }
            None => Evidence::new("class", &impact.here(model, &model.place), says),
        }
    };
    let mut finding = deploying(impact, first, message, link(first));
    finding.evidence.extend(without.map(link));
    finding.column = Some(column.to_owned());
    finding.rollout = vec![
        match first.orm {
            "django" => "give the field a `db_default` (Django 5.0 and later), which the database keeps".to_owned(),
            _ => "give the column a default that the database keeps".to_owned(),
        },
        "or add it nullable, deploy the code that sets it, fill the rows, and make it NOT NULL in a later release".to_owned(),
    ];
    Some(finding)
}

/// Prepared statements whose result has other columns than the plan.
fn replanned(impact: &Impact) -> Option<Finding> {
    let app = impact.before.app;
    if !app.libraries.iter().any(|library| library.name == "pg") {
        return None;
    }
    let model = impact.old_models().into_iter().find(|model| {
        // A model that ignores columns lists the others.
        impact.statements(model) == Some(Statements::Cached) && model.ignored.is_empty()
    })?;
    let message = format!(
        "a transaction of the old code that reads `{}` after the migration fails once a connection: its prepared `SELECT {}.*` has other columns",
        model.name,
        impact.old_table(),
    );
    let place = impact.here(model, &model.place);
    let proof = Evidence::new("class", &place, "reads all columns by a prepared statement");
    let mut finding = deploying(impact, model, message, proof);
    finding.column = impact.change().column.clone();
    finding.severity = Severity::Low;
    // Outside of a transaction the statement is prepared again and nobody sees it.
    finding.confidence = Confidence::Possible;
    finding.rollout = vec![
        "let jobs that fail by `PreparedStatementCacheExpired` run again".to_owned(),
        "or set `enumerate_columns_in_select_statements`".to_owned(),
    ];
    Some(finding)
}

fn deploying(impact: &Impact, model: &Model, message: String, proof: Evidence) -> Finding {
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    finding.model = Some(model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.when = When::Deploying;
    finding
}
