//! The same code gets another value: the column has another type, or another default.
//!
//! ## Why it matters
//! Nothing raises. A boolean that became a string is true where it says "false"; a number that became
//! a text no longer equals the number it is compared with; a record that is made without the column
//! starts its life with another value than the code below it expects.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   scope :active, -> { where(active: true) }
//! end
//! # change_column :users, :active, :string
//! ```
//!
//! ## Safe rollout
//! 1. Add a column of the new type, fill it, and write both.
//! 2. Move the readers over, one after the other, with tests of what they compare.
//! 3. Drop the old column in a later release.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1 (types of attributes, defaults of new records) and Django 5;
//! Sequelize 6 on PostgreSQL (BIGINT and NUMERIC are strings), Prisma 7 (NULL in a required field).

use crate::{
    app::{
        FilterKind, Model,
        access::{Naming, NamingKind, Past},
        reliance::{LetDown, Reliance},
    },
    change::{Change, DefaultValue, Op},
    column_type::ColumnType,
    finding::{Confidence, Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Turn, clauses::Clash, values::Surprised},
    predicate::Cell,
    source::Language,
    uses::{How, Use},
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "value-changes", severity: Severity::High };

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    match impact.change().op {
        Op::AddColumn => {
            let mut findings = relied_on(impact);
            findings.extend(replaced(impact));
            findings.extend(mixed(impact));
            findings.extend(rewritten(impact));
            findings.extend(unchecked_boxes(impact));
            findings
        }
        Op::AlterColumn => {
            let mut findings = digits(impact);
            if findings.is_empty() {
                findings = retyped(impact).or_else(|| new_default(impact)).unwrap_or_default();
            }
            findings.extend(nulls(impact));
            findings.extend(never_null(impact));
            findings.extend(no_longer_null(impact));
            findings
        }
        _ => relied_on(impact),
    }
}

/// Numbers that the driver hands over as text from now on.
fn digits(impact: &Impact) -> Vec<Finding> {
    let Some((of, old, new)) = impact.digits() else { return Vec::new() };
    let message = format!(
        "`{}` of `{}` comes as a string from now on: it turns from {old} into {new}, and `+` joins its digits",
        impact.change().subject(),
        of.model.name,
    );
    let mut finding = surprised(impact, &of, message, "declares it as a number that code counts with");
    finding.rollout = vec![
        "let the driver or the model make numbers of it, and deploy that first".to_owned(),
        "look for sums and comparisons of the attribute".to_owned(),
    ];
    vec![finding]
}

/// Values that the model says are there, and that may be missing.
fn nulls(impact: &Impact) -> Vec<Finding> {
    let Some(of) = impact.nulls() else { return Vec::new() };
    let message = format!(
        "`{}` may be NULL from now on, and `{}` says that it never is",
        impact.change().subject(),
        of.model.name,
    );
    let mut finding = surprised(impact, &of, message, "declares it as a value that is always there");
    finding.severity = Severity::Medium;
    finding.when = When::Later;
    finding.rollout = vec![
        "let the model and its readers expect NULL, and deploy".to_owned(),
        "allow NULL in the database after that".to_owned(),
    ];
    vec![finding]
}

/// A finding about a model with the uses of the column that are certain.
fn surprised(impact: &Impact, of: &Surprised, message: String, says: &'static str) -> Finding {
    let place = of.declared.place.as_ref().unwrap_or(&of.model.place);
    let proof = Evidence::new("declaration", place, says);
    let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
    let reads = |used: &&Use| matches!(used.how, How::Read | How::Write | How::Filter);
    let reads = impact.uses().filter(reads).filter(|used| used.confidence == Confidence::Certain);
    finding.evidence.extend(reads.map(|used| Evidence::new("use", &used.place, "uses its value")));
    finding.model = Some(of.model.name.clone());
    finding.table = Some(impact.table().to_owned());
    finding.column.clone_from(&impact.change().column);
    finding
}

/// Declarations that mean something else with the new column, or with the NULL that rows hold in it.
fn relied_on(impact: &Impact) -> Vec<Finding> {
    let subject = impact.change().subject();
    let message = |model: &Model, reliance: &Reliance| {
        format!("a row of `{}` that exists has no `{subject}`: {}", model.name, reliance.says)
    };
    let mut findings = impact.relied(&EFFECT, LetDown::Empty, message);
    for finding in &mut findings {
        finding.rollout = vec![
            "fill the rows that exist before the code that declares it is deployed".to_owned(),
            "or let the declaration pass rows without a value".to_owned(),
        ];
    }
    let table = impact.table();
    let message = |model: &Model, reliance: &Reliance| {
        let subject = format!("{table}.{}", reliance.column);
        format!("once `{subject}` is there, `{}` changes: {}", model.name, reliance.says)
    };
    let mut comes = impact.relied(&EFFECT, LetDown::Comes, message);
    for finding in &mut comes {
        finding.severity = finding.severity.min(Severity::Medium);
        finding.rollout = vec!["decide which of the two is meant, and name it anew".to_owned()];
    }
    findings.extend(comes);
    findings.extend(clashing(impact));
    findings.extend(orphaned(impact));
    findings
}

/// Rows that are invalid as soon as the filter hides the row that they belong to.
fn orphaned(impact: &Impact) -> Vec<Finding> {
    if impact.app.keys_asked_on_change {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for touched in impact.filters() {
        if touched.turn != Turn::Starts || touched.filter.kind != FilterKind::Default {
            continue;
        }
        for (model, association, reliance) in impact.need_row(&touched) {
            let message = format!(
                "a `{}` whose `{}` is hidden is invalid, and every save of it fails",
                model.name, association.name,
            );
            let proof = Evidence::new("association", &association.place, "needs a row that is visible");
            let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
            let says = format!("keeps only `{}`", touched.filter.predicate);
            finding.evidence.push(Evidence::new("default-scope", &touched.filter.place, says));
            finding.confidence = touched.confidence.min(reliance.confidence).min(Confidence::Likely);
            finding.severity = Severity::Medium;
            finding.when = When::Later;
            finding.model = Some(model.name.clone());
            finding.table = Some(impact.table().to_owned());
            finding.column = impact.added().map(str::to_owned);
            finding.rollout = vec![
                "let the association say that it is optional, or see hidden rows".to_owned(),
            ];
            findings.push(finding);
        }
    }
    findings
}

/// Queries of the code that the new column gives another meaning.
fn clashing(impact: &Impact) -> Vec<Finding> {
    let subject = impact.change().subject();
    let column = impact.added().unwrap_or_default().to_lowercase();
    let mut findings = Vec::new();
    for (clash, clause, other) in impact.clashes() {
        let (message, says) = match clash {
            Clash::Captured => (
                format!("a name that meant a column of `{other}` means `{subject}` from now on"),
                "names the column of the outer table without its table",
            ),
            Clash::Joined => (
                format!("rows of `{other}` are joined by `{subject}` from now on, too"),
                "joins by all names that tables have in common",
            ),
            Clash::Overwritten => (
                format!("the value of `{subject}` stands where that of `{other}` stood"),
                "takes all columns of both tables",
            ),
            Clash::Ambiguous | Clash::Uneven | Clash::Incomparable => continue,
        };
        let proof = Evidence::new("sql", &clause.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.confidence = match impact.app.has_column(&other, &column) {
            Some(true) => clause.confidence,
            _ => clause.confidence.min(Confidence::Likely),
        };
        finding.model = impact.asks_for(clause, &other);
        finding.table = Some(impact.table().to_owned());
        finding.column = impact.added().map(str::to_owned);
        finding.rollout =
            vec!["name the tables and the columns that are meant, and deploy that first".to_owned()];
        findings.push(finding);
    }
    findings
}

/// Code that reads, compares or declares a column of another type.
fn retyped(impact: &Impact) -> Option<Vec<Finding>> {
    let change = impact.change();
    let (column, new) = (change.column.as_deref()?, change.sql_type.as_deref()?);
    let old = impact.app.tables.get(impact.table())?.column(column)?.sql_type.as_deref()?;
    if kind(old) == kind(new) {
        return None;
    }
    // Code gets the same text; only the database puts labels in the order in which they were declared.
    let labels = [kind(old), kind(new)].iter().all(|it| matches!(*it, "label" | "text"));
    let identifiers = [kind(old), kind(new)].iter().all(|it| matches!(*it, "identifier" | "text"));
    let reads = |used: &Use| match used.how {
        How::Order => true,
        _ if labels => false,
        _ if identifiers && reads_text(used) => {
            kind(new) == "identifier" && matches!(used.how, How::Filter | How::Write | How::Sql)
        }
        How::Read | How::Filter | How::Lack | How::Declare | How::Sql | How::Template | How::Bypass => true,
        _ => false,
    };
    let says = |used: &Use| match used.how {
        How::Filter | How::Lack => "compares it",
        How::Write => "gives it a value",
        How::Declare => "declares what it holds",
        How::Order => "puts rows in order by it",
        _ => "reads it",
    };
    let subject = change.subject();
    let message = |places: &str, s: &str| match identifiers && kind(new) == "identifier" {
        true => format!(
            "`{subject}` turns from {old} into {new}, which refuses any other text, and {places} name{s} it"
        ),
        false => format!("`{subject}` turns from {old} into {new}, and {places} read{s} it"),
    };
    let mut findings = impact.used(&EFFECT, reads, says, message);
    for finding in &mut findings {
        if finding.confidence == Confidence::Likely {
            finding.severity = Severity::Low;
        }
        finding.rollout = vec![
            "check what these places compare it with, and how they convert it".to_owned(),
            "or add a column of the new type, write both, and move the readers over".to_owned(),
        ];
    }
    Some(findings)
}

/// Whether code has the identifiers of a column as text, whatever type it has.
///
/// Source: `pg` 8 and Active Record 8 give a UUID as text; psycopg 3 and Django 5 make an object of it.
fn reads_text(used: &Use) -> bool {
    !matches!(Language::of(&used.place.file), Some(Language::Python))
}

/// Code that makes records, or depends on what a new one holds.
fn new_default(impact: &Impact) -> Option<Vec<Finding>> {
    let change = impact.change();
    if change.default == DefaultValue::Unsaid || change.sql_type.is_some() {
        return None;
    }
    // What goes and comes back within the set is nothing new, and the last word on it tells the rest.
    let stays = |column| {
        impact.known(column).is_some_and(|known| *impact.default_of(known) == known.default)
    };
    let again = |other: &Change| {
        other.op == Op::AlterColumn
            && other.table == change.table
            && other.column == change.column
            && other.default != DefaultValue::Unsaid
    };
    let later = impact.changes.iter().skip(impact.at + 1).any(again);
    if later || change.column.as_deref().is_some_and(stays) {
        return None;
    }
    let depends = |used: &Use| matches!(used.how, How::Declare | How::Read | How::Filter);
    let says = |used: &Use| match used.how {
        How::Declare => "expects something of it",
        _ => "reads what a new record holds",
    };
    let subject = change.subject();
    let message =
        |places: &str, s: &str| format!("new records get another `{subject}`, and {places} depend{s} on it");
    let mut findings = impact.used(&EFFECT, depends, says, message);
    findings.retain(|finding| finding.confidence == Confidence::Certain);
    findings.extend(unset(impact));
    for finding in &mut findings {
        finding.when = When::Later;
        finding.severity = Severity::Medium;
        finding.rollout =
            vec!["set the value in the code that needs it, before the default changes".to_owned()];
    }
    Some(findings)
}

/// Code that looks for NULL where there is none any more.
fn never_null(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    if change.nullable != Some(false) {
        return Vec::new();
    }
    let subject = change.subject();
    let lacks = |used: &Use| used.how == How::Lack;
    let message = |places: &str, s: &str| {
        format!("`{subject}` is never NULL again, and {places} look{s} for rows where it is")
    };
    let mut findings = impact.used(&EFFECT, lacks, |_| "matches no row any more", message);
    for finding in &mut findings {
        finding.severity = Severity::Low;
        finding.rollout = vec!["let these places look for the value that stands for nothing now".to_owned()];
    }
    findings
}

/// New rows that held NULL where they now get the ORM's own value.
fn no_longer_null(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let (Some(false), Some(column)) = (change.nullable, change.column.as_deref()) else {
        return Vec::new();
    };
    let DefaultValue::Literal(value) = impact.filling(column) else { return Vec::new() };
    let old = impact.app.tables.get(impact.table()).and_then(|table| table.column(column));
    if old.is_none_or(|old| old.nullable == Some(false) || old.default.is_given()) {
        return Vec::new();
    }
    let makes = impact.namings(NamingKind::Makes);
    let makes: Vec<&Naming> = makes
        .filter(|naming| naming.tables.is_empty() && naming.past < Past::Objects)
        .filter(|naming| !impact.is_named(naming, column))
        .collect();
    let subject = change.subject();
    let message = |places: &str, s: &str| {
        format!("`{subject}` gets {value} where it was NULL: {places} make{s} rows without it")
    };
    let mut findings = impact.of_namings(&EFFECT, &makes, "leaves the column out", message);
    for finding in &mut findings {
        finding.when = When::Later;
        finding.severity = Severity::Medium;
        finding.rollout = vec!["look for code that takes NULL for \"not known\"".to_owned()];
    }
    findings
}

/// Names that meant something else before the column took them.
fn replaced(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = Vec::new();
    for model in impact.base_models().filter(|model| !impact.ignores(model, column)) {
        let mut declared = model.attributes.iter().flatten();
        let Some(attribute) = declared.find(|known| known.column.name == column) else { continue };
        let Some(owned) = model.replaced.iter().find(|owned| owned.name == attribute.name) else {
            continue;
        };
        let message = format!(
            "`{}` of `{}` is the column from now on, and no longer the {} that it inherits",
            owned.name, model.name, owned.what,
        );
        let proof = Evidence::new("definition", &owned.place, "gave the value so far");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        if let Some(place) = &attribute.column.place {
            finding.evidence.push(Evidence::new("column", place, "takes its place"));
        }
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![
            "fill the column with what the code gave so far, in the same migration".to_owned(),
            "or choose another name for it".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}

/// Rows that show the value of a new column where code looks for something else.
fn mixed(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = Vec::new();
    for model in impact.base_models().filter(|model| !impact.ignores(model, column)) {
        let mut shadows = model.shadows.iter().filter(|it| it.mixes && it.column == column);
        let Some(shadow) = shadows.next() else { continue };
        let message = format!(
            "rows of `{}` have the value of `{}` where code expects the {}",
            model.name,
            impact.change().subject(),
            shadow.what,
        );
        let says = format!("a {} has the name", shadow.what);
        let proof = Evidence::new("definition", &shadow.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.model = Some(model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec!["choose another name for the column".to_owned()];
        findings.push(finding);
    }
    findings
}

/// Old states that get a value which they never had.
fn rewritten(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    if change.existing.iter().all(|cell| *cell == Cell::Null) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for keeper in impact.base_models() {
        let Some(of) = &keeper.keeps else { continue };
        let message = format!(
            "old states of `{of}` claim a value of `{}` that nobody gave them",
            change.subject(),
        );
        let proof = Evidence::new("history", &keeper.place, "keeps every state of a row");
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.severity = Severity::Low;
        finding.model = Some(keeper.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column.clone_from(&change.column);
        finding.rollout = vec!["let the column be NULL in the table of old states".to_owned()];
        findings.push(finding);
    }
    findings
}

/// Forms of all fields: what a browser does not send of a box that is not ticked counts as false.
fn unchecked_boxes(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let (Some(column), Some(sql_type)) = (impact.added(), change.sql_type.as_deref()) else {
        return Vec::new();
    };
    if ColumnType::of(sql_type) != ColumnType::Boolean {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (consumer, model) in impact.consumers(column) {
        let Some(writes) = consumer.writes.as_ref().filter(|_| consumer.what == "form") else { continue };
        if !impact.takes(writes, model, column) {
            continue;
        }
        let message = format!(
            "`{}` sets `{}` to false wherever its template does not show the new box",
            consumer.short_name(),
            change.subject(),
        );
        let proof = Evidence::new("form", &consumer.place, consumer.says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.confidence = writes.confidence.min(Confidence::Likely);
        finding.severity = Severity::Medium;
        finding.when = When::Later;
        finding.model = model.map(|model| model.name.clone());
        finding.table = Some(impact.table().to_owned());
        finding.column = Some(column.to_owned());
        finding.rollout = vec![
            "list the fields of the form, or add the box to every template that renders it".to_owned(),
        ];
        findings.push(finding);
    }
    findings
}

/// Code that makes records and leaves the value to the default.
fn unset(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    let Some(column) = change.column.as_deref() else { return Vec::new() };
    let makes = impact.namings(NamingKind::Makes);
    let makes: Vec<&Naming> = makes.filter(|naming| !impact.is_named(naming, column)).collect();
    let subject = change.subject();
    let message = |places: &str, s: &str| {
        format!("{places} make{s} rows that start with another `{subject}`")
    };
    impact.of_namings(&EFFECT, &makes, "leaves the value to the default", message)
}

/// Types among which a value stays what it is.
fn kind(sql_type: &str) -> &'static str {
    let lower = sql_type.to_ascii_lowercase();
    let name = lower.split(['(', ' ', ':']).find(|part| !part.is_empty()).unwrap_or_default();
    match name {
        "bool" | "boolean" | "tinyint" => "truth",
        "int" | "integer" | "bigint" | "smallint" | "serial" | "bigserial" | "int4" | "int8"
        | "mediumint" | "biginteger" => "number",
        "float" | "double" | "real" => "approximate number",
        "decimal" | "numeric" | "money" => "exact number",
        "string" | "text" | "varchar" | "char" | "character" | "citext" | "mediumtext"
        | "longtext" | "tinytext" | "nvarchar" => "text",
        "enum" => "label",
        "date" => "day",
        "datetime" | "timestamp" | "timestamptz" => "time",
        "json" | "jsonb" | "hstore" => "document",
        "uuid" | "uniqueidentifier" => "identifier",
        _ => "another",
    }
}
