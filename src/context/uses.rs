//! The places that use the columns.

use std::{cmp::Reverse, collections::BTreeSet, path::Path};

use super::{Ground, subject::known_columns};
use crate::{
    app::{App, Model},
    finding::Confidence,
    page::{Entry, Weight},
    scan::{self, Concern},
    source::Place,
    syntax::Desk,
    uses::{How, Search, Subject, Use},
    walk::{self, File},
};

/// What a table's page counts of a column, in its order.
const COUNTED: [&str; 4] = ["declared", "read", "written", "exposed"];

/// Which of them a use is.
fn counts_as(how: How) -> &'static str {
    match how {
        How::Define | How::Declare | How::Load | How::Ignore | How::Rely => "declared",
        How::Read | How::Filter | How::Lack | How::Order | How::Select => "read",
        How::Sql | How::Template | How::Bypass => "read",
        How::Write | How::Clear | How::Assign | How::Unset => "written",
        How::Expose | How::Mention | How::Omit => "exposed",
    }
}

/// The columns whose uses tell something: the one that was asked for, or all but the primary key, which
/// everything reads.
pub(super) fn columns(
    app: &App,
    models: &[&Model],
    table: &str,
    asked: Option<&str>,
) -> Vec<String> {
    if let Some(asked) = asked {
        return vec![asked.to_owned()];
    }
    let dumped = app.tables.get(table).into_iter().flat_map(|table| &table.columns);
    let declared = models.iter().flat_map(|model| model.attributes.iter().flatten());
    let all = dumped.chain(declared.map(|attribute| &attribute.column));
    let keys: Vec<&str> =
        all.filter(|column| column.primary_key).map(|column| column.name.as_str()).collect();
    let mut names = known_columns(app, table);
    names.retain(|name| !keys.contains(&name.as_str()));
    names
}

/// The uses of one column in all files, or of several in those that run.
pub(super) fn find(
    root: &Path,
    files: &[File],
    app: &App,
    table: &str,
    columns: &[String],
) -> Vec<Use> {
    let runs =
        |file: &&File| !file.test && !walk::is_dump(&file.path) && !scan::is_migration(&file.path);
    let running: Vec<File>;
    let files = match columns {
        [_] => files,
        _ => {
            running = files.iter().filter(runs).cloned().collect();
            &running
        }
    };
    let subject = |column: &String| Subject { table: table.to_owned(), column: column.clone() };
    let Some(search) = Search::new(app, columns.iter().map(subject).collect()) else {
        return Vec::new();
    };
    let (mut held, _) = scan::holding(root, files, &search);
    if columns.len() > 1 {
        // Files that say no name which leads to the rows have next to nothing that is counted, and most of
        // the words.
        let concern = Concern::with(app, &BTreeSet::from([table]), &BTreeSet::new());
        held.retain(|file| concern.is_in(&file.path) || concern.is_in(&file.text));
    }
    search.uses(&held, &Desk::default()).uses
}

/// How often running code declares, reads, writes and exposes a column of the table, each with the
/// surest place; what only has its name does not count, nor does the place that the page names already.
pub(super) fn counted(
    ground: &Ground,
    column: &str,
    named: Option<&Place>,
) -> Vec<(String, Place)> {
    let Some(subject) = ground.columns.iter().position(|known| known == column) else {
        return Vec::new();
    };
    let sure: Vec<&Use> = ground
        .uses
        .iter()
        .filter(|used| used.subject == subject && !used.aside)
        .filter(|used| used.confidence > Confidence::Possible)
        .filter(|used| !named.is_some_and(|place| is_within(&used.place, place)))
        .collect();
    let kind = |says: &&str| {
        let of_kind = || sure.iter().filter(|used| counts_as(used.how) == *says);
        let first = of_kind().min_by_key(|used| (Reverse(used.confidence), &used.place))?;
        Some((format!("{says} {}×", of_kind().count()), first.place.clone()))
    };
    COUNTED.iter().filter_map(kind).collect()
}

/// Whether a place stands in the lines of another.
fn is_within(inner: &Place, outer: &Place) -> bool {
    let (inside, outside) = (inner.span, outer.span);
    inner.file == outer.file && (outside.line..=outside.end_line).contains(&inside.line)
}

/// Each place of running code, the surest first; the others are counted.
pub(super) fn entries(ground: &Ground) -> Vec<Entry> {
    if ground.column.is_none() {
        return Vec::new();
    }
    let (running, aside): (Vec<_>, Vec<_>) = ground.uses.iter().partition(|used| !used.aside);
    let (mut sure, possible): (Vec<_>, Vec<_>) =
        running.into_iter().partition(|used| used.confidence > Confidence::Possible);
    sure.sort_by_key(|used| Reverse(used.confidence));
    let mut entries: Vec<Entry> = sure.into_iter().map(entry).collect();
    let subject = ground.column.unwrap_or_default();
    for (number, says) in [
        (possible.len(), "places where only the name matches"),
        (aside.len(), "places in tests, migrations and translations"),
    ] {
        if number > 0 {
            entries.push(Entry::new(Weight::Detail, subject, format!("{number} {says}")));
        }
    }
    entries
}

fn entry(used: &Use) -> Entry {
    let (how, sure, via) = (used.how.name(), used.confidence.name(), used.via.name());
    let model = used.model.as_ref().map_or(String::new(), |model| format!(" through `{model}`"));
    let says = format!("{how}{model}: {sure}, by {via}");
    Entry::new(Weight::Useful, how, says).at(&used.place)
}
