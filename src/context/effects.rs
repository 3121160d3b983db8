//! What changes of columns would do: the rules are asked about columns that are not there yet.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ground, subject::known_columns};
use crate::{
    change::{Change, Op},
    finding::{Confidence, Finding},
    gate,
    impact::{Impact, before::Before},
    page::{Entry, Weight},
    predicate::Predicate,
    proposal,
    rules::RULES,
};

/// How many columns are tried out.
const TRIED: usize = 12;

/// A name that stands for any column.
const ANY: &str = "any_new_column";

/// What each kind of change would do.
pub(super) fn entries(ground: &Ground) -> Vec<Entry> {
    let table = ground.table;
    if let Some(column) = ground.column {
        let known = known_columns(ground.app, table).iter().any(|known| known == column);
        if known {
            let mut drop = Change::new(Op::DropColumn, table, "flag");
            drop.column = Some(column.to_owned());
            let mut rename = Change::new(Op::RenameColumn, table, "flag");
            rename.column = Some(column.to_owned());
            rename.to = Some(format!("{column}_renamed"));
            return vec![
                entry(ground, format!("dropping `{table}.{column}`"), column, drop),
                entry(ground, format!("renaming `{table}.{column}`"), column, rename),
            ];
        }
        return additions(ground, column);
    }
    let mut names = awaited(ground);
    names.truncate(TRIED);
    let mut entries: Vec<Entry> = names.iter().flat_map(|name| additions(ground, name)).collect();
    entries.extend(
        [("text null", "NULL in every row"), ("text not null default ''", "a value in every row")]
            .iter()
            .filter_map(|(definition, holds)| {
                let change = added(ground, ANY, definition)?;
                Some(entry(ground, format!("any other new column with {holds}"), ANY, change))
            }),
    );
    entries
}

/// The columns that code of the models waits for: those that filters, tests of existence and the
/// ORM itself look for and that are not there.
fn awaited(ground: &Ground) -> Vec<String> {
    let known = known_columns(ground.app, ground.table);
    let mut names: Vec<String> = Vec::new();
    let mut want = |name: &str| {
        let plain = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.is_empty();
        // Conditions have names in small letters.
        let is_it = |known: &String| known.eq_ignore_ascii_case(name);
        if plain && !known.iter().any(is_it) && !names.iter().any(is_it) {
            names.push(name.to_owned());
        }
    };
    for model in &ground.models {
        for filter in &model.filters {
            if filter.table.as_deref().is_none_or(|table| table == ground.table) {
                for subject in filter.predicate.subjects() {
                    if subject.column.table.as_deref().is_none_or(|of| of == ground.table) {
                        want(&subject.column.name);
                    }
                }
            }
            filter.soft_delete.iter().for_each(|column| want(column));
            for guard in &filter.guards {
                guard.condition.walk(&mut |expr| {
                    let test = gate::test(expr);
                    let columns = test.iter().flat_map(|test| &test.columns);
                    columns.filter_map(|column| column.text()).for_each(&mut want);
                });
            }
        }
    }
    for site in &ground.app.gates {
        if site.tables.iter().any(|table| table == ground.table) {
            let test = gate::test(&site.expr);
            let columns = test.iter().flat_map(|test| &test.columns);
            columns.filter_map(|column| column.text()).for_each(&mut want);
        }
    }
    for model in &ground.models {
        let own = [&model.inheritance_column, &model.locking_column];
        own.into_iter().flatten().for_each(|(column, _)| want(column));
    }
    names
}

/// Adding a column whose existing rows hold NULL, and one whose rows hold a value.
fn additions(ground: &Ground, name: &str) -> Vec<Entry> {
    let (kind, value) = definition(ground, name);
    let variants =
        [(format!("{kind} null"), "NULL"), (format!("{kind} not null default {value}"), value)];
    variants
        .into_iter()
        .filter_map(|(definition, holds)| {
            let change = added(ground, name, &definition)?;
            let holds = format!("adding `{name} {kind}` with {holds} in existing rows");
            Some(entry(ground, holds, name, change))
        })
        .collect()
}

/// A type and a value that fit the name, or what the filters compare the column with.
fn definition(ground: &Ground, name: &str) -> (&'static str, &'static str) {
    let filters = ground.models.iter().flat_map(|model| &model.filters);
    let flag = filters.clone().any(|filter| is_flag(&filter.predicate, name));
    match name {
        _ if flag => ("boolean", "true"),
        _ if name.ends_with("_at") || name.ends_with("_on") => ("timestamp", "now()"),
        _ if name.ends_with("_id") || name.ends_with("_count") => ("bigint", "0"),
        _ if name.starts_with("is_") || name.starts_with("has_") => ("boolean", "true"),
        "lock_version" | "version" => ("integer", "0"),
        _ => ("varchar", "'x'"),
    }
}

/// Whether a condition compares a column with TRUE or FALSE.
fn is_flag(predicate: &Predicate, name: &str) -> bool {
    let text = predicate.to_string().to_lowercase();
    let reads = predicate.subjects().iter().any(|it| it.column.name.eq_ignore_ascii_case(name));
    reads && (text.contains("true") || text.contains("false"))
}

fn added(ground: &Ground, name: &str, definition: &str) -> Option<Change> {
    proposal::added(&format!("{}.{name} {definition}", ground.table)).ok()
}

/// What the rules say of a change, as one entry.
fn entry(ground: &Ground, what: String, name: &str, change: Change) -> Entry {
    let (changes, _) = proposal::settle(vec![change], ground.app);
    let (files, edits) = (BTreeSet::new(), BTreeMap::new());
    let before = &Before {
        app: ground.app,
        based: false,
        differ: &files,
        texts: &BTreeMap::new(),
        gone: &files,
        edits: &edits,
    };
    // Those of a table are about columns that are there.
    let uses = if ground.column.is_some() { ground.uses.as_slice() } else { &[] };
    let mut findings: Vec<Finding> = (0..changes.len())
        .flat_map(|at| {
            let impact = Impact { app: ground.app, changes: &changes, at, uses, before };
            RULES.iter().flat_map(move |rule| (rule.check)(&impact)).collect::<Vec<_>>()
        })
        .filter(|finding| finding.confidence > Confidence::Possible)
        .collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut told: Vec<&str> = Vec::new();
    findings.retain(|finding| {
        let new = !told.contains(&finding.effect.id);
        told.push(finding.effect.id);
        new
    });
    if findings.is_empty() {
        let weight = if ground.column.is_some() { Weight::Essential } else { Weight::Detail };
        return Entry::new(weight, name, format!("{what}: nothing that is known"));
    }
    let says: Vec<String> = findings
        .iter()
        .map(|finding| {
            let (effect, severity) = (finding.effect.id, finding.severity.name());
            format!("{effect} ({severity}): {}", finding.message)
        })
        .collect();
    let mut entry = Entry::new(Weight::Essential, name, format!("{what}: {}", says.join("; ")));
    if let Some(proof) = findings.first().and_then(|finding| finding.evidence.first()) {
        entry.place = Some(proof.place.clone());
    }
    entry
}
