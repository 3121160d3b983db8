//! Findings that say the same of several columns of a table, or of what several migrations do alike: a
//! report for people shows the first of them, and names the columns and the files of the others.

use std::sync::Arc;

use super::{Report, words};
use crate::{change::Change, finding::Finding, source::Place};

/// How many columns are named beside the first.
const NAMED: usize = 12;

/// A finding, and those that say the same of other columns, or of the same in other migrations.
pub(super) struct Group<'r> {
    pub(super) first: &'r Finding,
    pub(super) others: Vec<&'r Finding>,
    pub(super) twins: Vec<&'r Finding>,
}

/// What is not waived, each finding by itself.
pub(super) fn each(report: &Report) -> Vec<Group<'_>> {
    report.open().map(|first| Group { first, others: Vec::new(), twins: Vec::new() }).collect()
}

/// What is not waived, in order of the findings that come first.
pub(super) fn groups(report: &Report) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for finding in report.open() {
        let heads = |group: &&mut Group<'_>| is_alike(report, group.first, finding);
        if let Some(group) = groups.iter_mut().find(heads) {
            group.others.push(finding);
            continue;
        }
        let twin = |group: &&mut Group<'_>| {
            let mut all = std::iter::once(&group.first).chain(&group.others);
            all.any(|known| is_twin(report, known, finding))
        };
        match groups.iter_mut().find(twin) {
            Some(group) => group.twins.push(finding),
            None => groups.push(Group { first: finding, others: Vec::new(), twins: Vec::new() }),
        }
    }
    groups
}

/// Whether a finding says of its column what another one says of its own: the same steps of evidence in
/// the same files, from the same kind of change in the same migration.
fn is_alike(report: &Report, first: &Finding, finding: &Finding) -> bool {
    let changes = report.changes.get(first.change).zip(report.changes.get(finding.change));
    let Some((change, other)) = changes else { return false };
    let from = |change: &Change| change.place.as_ref().map(|place| place.file.clone());
    first.effect.id == finding.effect.id
        && (first.severity, first.confidence, first.when)
            == (finding.severity, finding.confidence, finding.when)
        && first.column.is_some()
        && first.column != finding.column
        && (change.op, &change.table, from(change)) == (other.op, &other.table, from(other))
        && anonymous(first, &first.message) == anonymous(finding, &finding.message)
        && first.evidence.len() == finding.evidence.len()
        && first.evidence.iter().zip(&finding.evidence).all(|(one, two)| {
            one.place.file == two.place.file
                && anonymous(first, &one.says) == anonymous(finding, &two.says)
        })
}

/// Whether a finding says the same as another of a change that another migration makes alike: a
/// repository may keep a folder of migrations for each kind of database.
fn is_twin(report: &Report, first: &Finding, finding: &Finding) -> bool {
    let changes = report.changes.get(first.change).zip(report.changes.get(finding.change));
    let Some((change, other)) = changes else { return false };
    let (Some(place), Some(at)) = (&change.place, &other.place) else { return false };
    let elsewhere = |finding: &Finding, file: &Arc<str>| {
        let places = finding.evidence.iter().map(|it| it.place.clone());
        places.filter(|place| place.file != *file).collect::<Vec<_>>()
    };
    first.effect.id == finding.effect.id
        && (first.severity, first.confidence, first.when)
            == (finding.severity, finding.confidence, finding.when)
        && (change.op, &change.table, &change.column) == (other.op, &other.table, &other.column)
        && first.message == finding.message
        && are_siblings(&place.file, &at.file)
        && first.evidence.len() == finding.evidence.len()
        && elsewhere(first, &place.file) == elsewhere(finding, &at.file)
}

/// Whether two files lie in different folders of one folder.
fn are_siblings(one: &str, other: &str) -> bool {
    let folders = |file: &'_ str| {
        let (folder, _) = file.rsplit_once('/')?;
        folder.rsplit_once('/').map(|(above, name)| (above.to_owned(), name.to_owned()))
    };
    folders(one)
        .zip(folders(other))
        .is_some_and(|(one, other)| one.0 == other.0 && one.1 != other.1)
}

/// A sentence with `*` for the finding's column.
fn anonymous(finding: &Finding, says: &str) -> String {
    let column = finding.column.as_deref().unwrap_or_default();
    says.replace(&format!("`{column}`"), "`*`").replace(&format!(".{column}`"), ".*`")
}

/// `the same of `b` (line 18, app/models/user.rb:4) and `c` (line 23, app/models/user.rb:5)`
pub(super) fn others(report: &Report, group: &Group<'_>) -> Option<String> {
    let named = group.others.iter().take(NAMED);
    let named: Vec<String> = named.map(|finding| subject(report, group.first, finding)).collect();
    let more = group.others.len() - named.len();
    let (last, before) = named.split_last()?;
    Some(match (more, before) {
        (0, []) => format!("the same of {last}"),
        (0, before) => format!("the same of {} and {last}", before.join(", ")),
        (more, _) => {
            format!("the same of {} and {}", named.join(", "), words::count(more, "more column"))
        }
    })
}

/// `the same in db/migrations/mysql/2_port.ts:5 and db/migrations/sqlite/2_port.ts:5`
pub(super) fn twins(report: &Report, group: &Group<'_>) -> Option<String> {
    let mut places: Vec<&Place> = Vec::new();
    for place in group.twins.iter().filter_map(|finding| report.place(finding)) {
        if !places.iter().any(|known| known.file == place.file) {
            places.push(place);
        }
    }
    let named = places.iter().take(NAMED);
    let named: Vec<String> =
        named.map(|place| format!("{}:{}", place.file, place.span.line)).collect();
    let more = places.len() - named.len();
    let (last, before) = named.split_last()?;
    Some(match (more, before) {
        (0, []) => format!("the same in {last}"),
        (0, before) => format!("the same in {} and {last}", before.join(", ")),
        (more, _) => {
            format!("the same in {} and {}", named.join(", "), words::count(more, "more file"))
        }
    })
}

/// A column, its line in the migration, and the first of its evidence that stands elsewhere than that
/// of the first.
fn subject(report: &Report, first: &Finding, finding: &Finding) -> String {
    let column = finding.column.as_deref().unwrap_or_default();
    let at = report.place(finding).map(|place| format!("line {}", place.span.line));
    let mut proofs = first.evidence.iter().zip(&finding.evidence);
    let own = proofs.find(|(one, two)| one.place != two.place).map(|(_, own)| &own.place);
    let own = own.map(|place| format!("{}:{}", place.file, place.span.line));
    let places: Vec<String> = at.into_iter().chain(own).collect();
    match places.is_empty() {
        true => format!("`{column}`"),
        false => format!("`{column}` ({})", places.join(", ")),
    }
}
