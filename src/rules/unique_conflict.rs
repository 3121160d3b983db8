//! Uniqueness and the application's idea of it part ways: deleted rows still count, or no longer do.
//!
//! ## Why it matters
//! A unique index sees every row, a filtered model does not. An e-mail address of a deleted user can
//! not be taken again: the form says it is free, the database refuses, and `find_or_create_by` fails
//! for ever. Where an index goes, upserts and imports that trusted it write the same row twice.
//!
//! ## Example
//! ```ruby
//! class User < ApplicationRecord
//!   acts_as_paranoid
//!   validates :email, uniqueness: true
//!
//!   def self.join(email)
//!     find_or_create_by(email: email)
//!   end
//! end
//! # add_column :users, :deleted_at, :datetime
//! ```
//!
//! ## Safe rollout
//! 1. Make the index partial, so that it counts only rows that are not deleted, and do so first.
//! 2. Decide what happens when a deleted row is restored and its value is taken.
//!
//! ## Source
//! Measured with Active Record 6.1 to 8.1, Django 5.2 and its soft-delete libraries, Sequelize 6 and
//! TypeORM 0.3.

use crate::{
    app::{FilterKind, Model, Unique, access::{Access, AccessKind}},
    change::{Change, Op},
    finding::{Confidence, Effect, Evidence, Finding, Severity, When},
    impact::{Impact, Turn, soft::is_mark},
    predicate::Predicate,
};

/// The effect.
pub const EFFECT: Effect = Effect { id: "unique-conflict", severity: Severity::High };

/// How many places are shown.
const SHOWN: usize = 6;

/// Finds it.
pub fn check(impact: &Impact) -> Vec<Finding> {
    let mut findings = still_taken(impact);
    match impact.change().op {
        Op::AddUnique => {
            findings.extend(counted(impact));
            findings.extend(open(impact));
        }
        Op::DropColumn => findings.extend(shrunk(impact)),
        Op::DropUnique | Op::DropIndex => findings.extend(trusted(impact)),
        _ => {}
    }
    findings
}

/// Deletes start to keep rows, and what was unique still counts them.
fn still_taken(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.added() else { return Vec::new() };
    let mut findings = Vec::new();
    for touched in impact.soft_deletes_start() {
        let uniques = impact.uniques(touched.model);
        let name = &touched.model.name;
        let mut counting: Vec<&Unique> =
            uniques.iter().filter(|unique| impact.counts_hidden(unique, column)).collect();
        // The library asks only rows that are there; then the database alone refuses.
        if touched.filter.library == Some("paranoia") {
            counting.retain(|unique| !unique.asked);
        }
        counting.sort_by_key(|unique| unique.asked);
        let of_table = |unique: &Unique| {
            let table = impact.app.tables.get(impact.table());
            table.is_some_and(|table| table.unique.contains(unique))
        };
        let placed = |unique: &Unique| {
            let place = unique.place.as_ref()?;
            let place = if of_table(unique) { impact.of_base(place) } else { place.clone() };
            Some((unique.clone(), place))
        };
        let placed: Vec<_> = counting.into_iter().filter_map(placed).collect();
        let Some(((first, place), rest)) = placed.split_first() else { continue };
        let message = format!(
            "`{}` of a deleted `{name}` stays taken: {} counts rows that are only marked as deleted",
            first.columns.join(", "),
            if first.asked { "the validation" } else { "the unique index" },
        );
        let mut finding =
            Finding::new(&EFFECT, impact.at, message, Evidence::new("unique", place, counts(first)));
        let more = rest.iter().take(SHOWN - 1);
        finding.evidence.extend(more.map(|(it, place)| Evidence::new("unique", place, counts(it))));
        finding.evidence.push(Evidence::new(
            "delete",
            &touched.filter.place,
            format!("deleting sets `{column}`"),
        ));
        let hides = impact.filters().iter().any(|it| {
            it.model.name == *name
                && it.turn == Turn::Starts
                && it.filter.kind == FilterKind::Default
        });
        for access in trusting(impact, touched.model).into_iter().filter(|_| hides) {
            let says = "finds no deleted row, and then cannot make a new one";
            finding.evidence.push(Evidence::new("upsert", &access.place, says));
        }
        finding.model = Some(name.clone());
        finding.confidence = touched.confidence;
        // Migrations of long ago tell of an index that a later one may have dropped by its name.
        let declared = touched.model.attributes.is_some();
        if declared && !impact.declares_unique(touched.model, first) {
            finding.confidence = finding.confidence.min(Confidence::Likely);
        }
        complete(&mut finding, impact, Some(column));
        finding.rollout = vec![
            format!("make the index partial first: `WHERE {column} IS NULL`"),
            "decide what happens when a deleted row is restored and its value is taken".to_owned(),
        ];
        findings.push(finding);
    }
    // Two rows that are not deleted are never alike in a column that is NULL for both.
    for change in impact.changes.iter().filter(|change| change.table == impact.table()) {
        let with = change.op == Op::AddUnique
            && change.condition.is_none()
            && !are_alike(change)
            && change.columns.len() > 1
            && change.columns.iter().any(|name| name == column)
            && impact.change().nullable != Some(false);
        let (true, Some(place)) = (with, &change.place) else { continue };
        let Some(touched) = impact.soft_deletes_start().into_iter().next() else { continue };
        let rest: Vec<&String> = change.columns.iter().filter(|name| *name != column).collect();
        if impact.keeps_apart(touched.model, &rest) {
            continue;
        }
        let message = format!(
            "`{}` no longer keeps rows of `{}` apart: `{column}` is NULL for all that are not deleted",
            change.columns.join(", "),
            touched.model.name,
        );
        let says = "rows with NULL in one of the columns never conflict";
        let mut finding =
            Finding::new(&EFFECT, impact.at, message, Evidence::new("unique", place, says));
        finding.model = Some(touched.model.name.clone());
        complete(&mut finding, impact, Some(column));
        finding.rollout = vec![format!(
            "use a partial unique index over the other columns: `WHERE {column} IS NULL`"
        )];
        findings.push(finding);
    }
    findings
}

/// A new unique index counts rows that a filter hides.
fn counted(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    if impact.is_apart_already() {
        return Vec::new();
    }
    let unique = Unique {
        name: None,
        columns: change.columns.clone(),
        condition: change.condition.clone(),
        asked: false,
        place: change.place.clone(),
    };
    let mut findings = Vec::new();
    for model in impact.base_models() {
        let Some((filter, columns)) = impact.standing_filter(model) else { continue };
        let hides = filter.kind == FilterKind::Default;
        let marked = || columns.first().is_some_and(|column| is_mark(column));
        if !(hides || marked())
            || !columns.iter().all(|column| impact.counts_hidden(&unique, column))
        {
            continue;
        }
        let message = format!(
            "the new unique index over `{}` counts rows of `{}` that {}",
            change.columns.join(", "),
            model.name,
            if hides { "its filter hides" } else { "are only marked as deleted" },
        );
        let says = match &filter.soft_delete {
            Some(column) => format!("deleting sets `{column}` and keeps the row"),
            None => format!("keeps only `{}`", filter.predicate),
        };
        let proof = Evidence::new("default-scope", &filter.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        for (how, place) in &filter.via {
            finding.evidence.push(Evidence::new("via", place, how.clone()));
        }
        for access in trusting(impact, model).into_iter().filter(|_| hides) {
            let says = "finds no hidden row, and then cannot make a new one";
            finding.evidence.push(Evidence::new("upsert", &access.place, says));
        }
        finding.model = Some(model.name.clone());
        if !hides || filter.soft_delete.is_none() {
            finding.severity = Severity::Medium;
        }
        complete(&mut finding, impact, None);
        let column = columns.first().copied().unwrap_or_default();
        finding.rollout = vec![
            "look for duplicates among hidden rows first: the migration fails on them".to_owned(),
            format!("make the index partial by `{column}`"),
        ];
        findings.push(finding);
    }
    findings
}

/// Whether a unique index takes NULLs as alike, which PostgreSQL knows since 15.
fn are_alike(change: &Change) -> bool {
    let text = change.text.to_lowercase().replace([' ', '_'], "");
    ["notdistinct", "nullsdistinct=false"].iter().any(|written| text.contains(written))
}

/// A new unique index names the mark of deleted rows, and NULL in it is like no other NULL.
fn open(impact: &Impact) -> Vec<Finding> {
    let change = impact.change();
    if change.condition.is_some() || are_alike(change) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for model in impact.base_models() {
        let Some((filter, _)) = impact.standing_filter(model) else { continue };
        let is_null = |column: &str| {
            matches!(&filter.predicate, Predicate::IsNull(of) if of.column.name == column)
        };
        let open = |column: &&String| {
            let nullable = impact.known(column).is_none_or(|known| known.nullable != Some(false));
            is_mark(column) && is_null(column) && nullable
        };
        let Some(mark) = change.columns.iter().find(open) else { continue };
        let rest: Vec<&String> = change.columns.iter().filter(|name| *name != mark).collect();
        if rest.is_empty() || impact.keeps_apart(model, &rest) {
            continue;
        }
        let message = format!(
            "`{}` keeps no rows of `{}` apart that are not deleted: `{mark}` is NULL in all of them",
            change.columns.join(", "),
            model.name,
        );
        let says = format!("keeps only `{}`", filter.predicate);
        let proof = Evidence::new("default-scope", &filter.place, says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.severity = Severity::Medium;
        finding.model = Some(model.name.clone());
        complete(&mut finding, impact, Some(mark.as_str()));
        finding.rollout = vec![format!(
            "make it unique over the other columns, for a part of the rows: `WHERE {mark} IS NULL`"
        )];
        findings.push(finding);
    }
    findings
}

/// A column goes that is part of a unique index.
fn shrunk(impact: &Impact) -> Vec<Finding> {
    let Some(column) = impact.removed() else { return Vec::new() };
    let table = impact.app.tables.get(impact.table());
    let part = |unique: &&Unique| {
        unique.columns.len() > 1 && unique.columns.iter().any(|name| name == column)
    };
    let mut findings = Vec::new();
    for unique in table.into_iter().flat_map(|table| &table.unique).filter(part) {
        let Some(place) = &unique.place else { continue };
        let goes = |steps: &[Change], name: &str| {
            steps.iter().any(|step| {
                step.op == Op::DropColumn
                    && step.table == impact.table()
                    && step.column.as_deref() == Some(name)
            })
        };
        let rest = unique.columns.iter().map(String::as_str);
        let rest: Vec<&str> = rest.filter(|name| !goes(impact.changes, name) && *name != column).collect();
        // An index is told of once, and one whose columns all go keeps nothing apart.
        let earlier = impact.changes.get(..impact.at).unwrap_or_default();
        if rest.is_empty() || unique.columns.iter().any(|name| goes(earlier, name)) {
            continue;
        }
        let said = impact.changes.iter().filter(|other| other.table == impact.table()).any(|other| {
            match other.op {
                Op::AddUnique => other.columns == rest,
                Op::DropUnique | Op::DropIndex => unique.is_dropped_by(other),
                Op::DropTable => true,
                _ => false,
            }
        });
        if said {
            continue;
        }
        let message = format!(
            "the unique index over `{}` goes with `{}`: PostgreSQL drops it and lets duplicates in, SQLite keeps it on `{}` alone",
            unique.columns.join(", "),
            impact.change().subject(),
            rest.join(", "),
        );
        let says = format!("names `{column}`");
        let proof = Evidence::new("unique", &impact.of_base(place), says);
        let mut finding = Finding::new(&EFFECT, impact.at, message, proof);
        finding.model = impact.base_models().next().map(|model| model.name.clone());
        complete(&mut finding, impact, Some(column));
        finding.rollout = vec![
            "drop the index by name first, and say in the migration what is unique afterwards"
                .to_owned(),
        ];
        findings.push(finding);
    }
    findings
}

/// A unique index goes, and code trusts it.
fn trusted(impact: &Impact) -> Vec<Finding> {
    let Some(columns) = let_go(impact) else { return Vec::new() };
    let mut findings = Vec::new();
    for model in impact.base_models() {
        let relies = |access: &&Access| relies(impact, model, access, columns);
        let accesses = impact.accesses(model).filter(|it| it.kind == AccessKind::Trusts);
        let accesses: Vec<&Access> = accesses.filter(relies).take(SHOWN).collect();
        let Some((first, rest)) = accesses.split_first() else { continue };
        let over = columns.join(", ");
        let message = format!(
            "nothing keeps `{over}` of `{}` unique any more, and code trusts that: it writes rows twice or fails",
            model.name,
        );
        let says = "relies on the database to refuse a second row";
        let mut finding =
            Finding::new(&EFFECT, impact.at, message, Evidence::new("upsert", &first.place, says));
        finding.evidence.extend(rest.iter().map(|it| Evidence::new("upsert", &it.place, says)));
        finding.model = Some(model.name.clone());
        finding.confidence = first.confidence;
        complete(&mut finding, impact, None);
        finding.rollout =
            vec!["change these places first, or keep the index as long as they are there".to_owned()];
        findings.push(finding);
    }
    findings
}

/// The columns that were unique together, and are no more.
fn let_go<'a>(impact: &Impact<'a>) -> Option<&'a [String]> {
    let change = impact.change();
    let again = |columns: &[String]| {
        impact.changes.iter().any(|other| {
            other.op == Op::AddUnique
                && other.table == change.table
                && other.is_over(columns)
        })
    };
    // The set may call the columns something else in the end.
    let stay = |columns: &[String]| {
        let called: Vec<String> = columns.iter().map(|name| impact.called(name).to_owned()).collect();
        again(columns) || impact.stay_apart(columns) || impact.stay_apart(&called)
    };
    impact.let_go(change).find(|columns| !stay(columns))
}

/// Whether a place needs the database to refuse rows that are alike in some columns.
fn relies(impact: &Impact, model: &Model, access: &Access, columns: &[String]) -> bool {
    let change = impact.change();
    if !access.names.is_empty() {
        let of_index = change.name.as_ref().is_some_and(|name| access.names == [name.as_str()]);
        let same = access.names.len() == columns.len()
            && columns.iter().all(|column| is_apart_by(model, access, column));
        return of_index || same && !is_kept_instead(impact, model, access);
    }
    let Some(lookup) = &access.lookup else { return true };
    if impact.stay_apart(&lookup.columns) {
        return false;
    }
    // A new row holds NULL in what the code does not name, and is like no other.
    let has_default = |name: &str| impact.known(name).is_some_and(|it| it.default.is_given());
    let holds = |name: &String| lookup.columns.contains(name);
    match lookup.whole {
        true => columns.iter().all(|name| holds(name) || has_default(name)),
        false => columns.iter().any(holds),
    }
}

/// Whether another step of the set keeps rows apart by columns that a place names.
fn is_kept_instead(impact: &Impact, model: &Model, access: &Access) -> bool {
    impact.changes.iter().any(|other| {
        other.op == Op::AddUnique
            && other.table == impact.table()
            && other.columns.iter().all(|column| is_apart_by(model, access, column))
    })
}

/// Whether a place tells rows apart by a column, among others.
pub(super) fn is_apart_by(model: &Model, access: &Access, column: &str) -> bool {
    let mut attributes = model.attributes.iter().flatten();
    access.names.iter().any(|name| name == column)
        || attributes.any(|it| it.column.name == column && access.names.contains(&it.name))
}

/// The first places that trust rows of a model to be unique.
fn trusting<'a>(impact: &Impact<'a>, model: &'a Model) -> Vec<&'a Access> {
    impact.accesses(model).filter(|access| access.kind == AccessKind::Trusts).take(SHOWN).collect()
}

fn counts(unique: &Unique) -> &'static str {
    if unique.asked { "asks every row, deleted ones too" } else { "counts deleted rows too" }
}

fn complete(finding: &mut Finding, impact: &Impact, column: Option<&str>) {
    finding.table = Some(impact.table().to_owned());
    finding.column = column.map(str::to_owned);
    finding.when = When::Later;
}
